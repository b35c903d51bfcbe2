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
     * Requires that a toolchain is put onto the image that it was compiled on, by {@link CuratedImages#isSameBase}. What does not say
     * what it was compiled on cannot be compared.
     *
     * @throws ActionableException when they are different images
     */
    public static void requireSame(ToolchainDescriptor toolchain, ImageReference base) {
        if (toolchain.builtOn().isEmpty()) {
            return;
        }
        String name = toolchain.builtOn().get().image();
        if (!name.isBlank() && !CuratedImages.isSameBase(name, base)) {
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
}
