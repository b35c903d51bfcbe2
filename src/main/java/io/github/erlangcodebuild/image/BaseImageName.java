package io.github.erlangcodebuild.image;

import io.github.erlangcodebuild.ActionableException;
import java.util.regex.Pattern;

/** Understands the names that CodeBuild gives its curated images, which are no references of any registry. */
public final class BaseImageName {

    private static final String CODEBUILD = "aws/codebuild/";
    private static final String PUBLISHED = "public.ecr.aws/codebuild/";

    /** What it says is not the system's version: the newest ones are Amazon Linux 2023 by either name. */
    private static final Pattern OLDER_NAME = Pattern.compile("(?<=^|/)amazonlinux2-");

    private BaseImageName() {}

    /**
     * The newer of the two names that CodeBuild's Amazon Linux images have had since November 2024, to compare them by:
     * {@code amazonlinux2-x86_64-standard:5.0} and {@code amazonlinux-x86_64-standard:5.0} are the same image.
     *
     * @param name of an image or of its repository, with what is in front of it or without
     */
    public static String newerName(String name) {
        return OLDER_NAME.matcher(name).replaceFirst("amazonlinux-");
    }

    /**
     * The image that {@code baseImage} means. CodeBuild's Amazon Linux images, {@code aws/codebuild/amazonlinux…}, are
     * published in Amazon ECR Public; everything else is a reference as it stands.
     *
     * @throws ActionableException for curated images that are published nowhere, and for what is no reference
     */
    public static ImageReference resolve(String baseImage) {
        return resolve("baseImage", baseImage);
    }

    /** As {@link #resolve(String)}, for a parameter of another name. */
    public static ImageReference resolve(String parameter, String baseImage) {
        if (!baseImage.startsWith(CODEBUILD)) {
            return ImageReference.parse(baseImage);
        }
        String name = baseImage.substring(CODEBUILD.length());
        if (name.startsWith("amazonlinux")) {
            return ImageReference.parse(PUBLISHED + name);
        }
        throw new ActionableException(
                parameter + " '" + baseImage + "' cannot be pulled: "
                        + (name.startsWith("windows")
                                ? "it is a Windows image, and OTP for Linux does not run on it."
                                : "AWS publishes CodeBuild's Amazon Linux images only, not this family."),
                "Use an Amazon Linux one, such as aws/codebuild/amazonlinux2-x86_64-standard:5.0 (for Arm"
                        + " aws/codebuild/amazonlinux2-aarch64-standard:3.0), or an image of your own in a registry.");
    }
}
