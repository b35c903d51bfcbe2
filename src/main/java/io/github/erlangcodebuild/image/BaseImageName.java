package io.github.erlangcodebuild.image;

import io.github.erlangcodebuild.ActionableException;

/** Understands the names that CodeBuild gives its curated images, which are no references of any registry. */
public final class BaseImageName {

    private static final String CODEBUILD = "aws/codebuild/";
    private static final String PUBLISHED = "public.ecr.aws/codebuild/";

    private BaseImageName() {}

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
