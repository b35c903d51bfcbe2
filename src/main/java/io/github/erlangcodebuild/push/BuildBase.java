package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.ImageReference;

/**
 * The image that a toolchain was compiled on. OTP is linked with that image's C library and OpenSSL, so on another image it
 * may fail in ways that show late.
 */
public final class BuildBase {

    private BuildBase() {}

    /**
     * Requires that a toolchain is put onto the image that it was compiled on. A copy of that image in another registry is
     * the same image: the last part of the repository's name and the tag are compared. So is a release of a curated image,
     * {@code 5.0-24.10.29}, the same as its family, {@code 5.0}, and {@code amazonlinux2-…} as {@code amazonlinux-…}. What
     * does not say what it was compiled on, and a base by digest alone, cannot be compared.
     *
     * @throws ActionableException when they are different images
     */
    public static void requireSame(ToolchainDescriptor toolchain, ImageReference base) {
        if (toolchain.builtOn().isEmpty()) {
            return;
        }
        String name = toolchain.builtOn().get().image();
        if (!name.isBlank() && !isSame(name, base)) {
            throw new ActionableException(
                    "The toolchain was compiled on " + name + ", but is to be put onto " + base + ".",
                    "Use that image with -Derlang-codebuild.baseImage=" + name
                            + ", or compile the toolchain on this one: " + bootstrap(toolchain, base)
                            + ". If you know that the two fit, add"
                            + " -Derlang-codebuild.allowBaseMismatch=true.");
        }
    }

    private static String bootstrap(ToolchainDescriptor toolchain, ImageReference base) {
        String command = GoalCommand.of("bootstrap") + " -Derlang-codebuild.erlangVersion="
                + toolchain.erlang().otpVersion();
        return toolchain.platform().architecture().equals("arm64")
                ? command + " -Derlang-codebuild.architectures=arm64 -Derlang-codebuild.armBaseImage=" + base
                : command + " -Derlang-codebuild.baseImage=" + base;
    }

    /** The published name of a curated image has the same last part, and need not be known. */
    private static boolean isSame(String name, ImageReference base) {
        ImageReference builtOn;
        try {
            builtOn = ImageReference.parse(name);
        } catch (ActionableException e) {
            return false;
        }
        // a release is what the family's own tag has named for a while: the same operating system, kept up to date
        boolean sameTag = builtOn.tag().isEmpty()
                || base.tag().isEmpty()
                || builtOn.tag().map(CuratedImages::family).equals(base.tag().map(CuratedImages::family));
        return lastPart(builtOn).equals(lastPart(base)) && sameTag;
    }

    private static String lastPart(ImageReference image) {
        return CuratedImages.comparable(
                image.repository().substring(image.repository().lastIndexOf('/') + 1));
    }
}
