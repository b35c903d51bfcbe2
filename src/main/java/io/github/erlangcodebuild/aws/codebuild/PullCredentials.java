package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.image.CuratedImages;
import software.amazon.awssdk.services.codebuild.model.ImagePullCredentialsType;

/** Whose credentials CodeBuild loads an image with ({@code imagePullCredentialsType} of a project's environment). */
public final class PullCredentials {

    private PullCredentials() {}

    /**
     * CodeBuild loads its own images itself, and any other with the project's role.
     *
     * @param image as CodeBuild names it
     */
    public static ImagePullCredentialsType of(String image) {
        return CuratedImages.isCurated(image)
                ? ImagePullCredentialsType.CODEBUILD
                : ImagePullCredentialsType.SERVICE_ROLE;
    }
}
