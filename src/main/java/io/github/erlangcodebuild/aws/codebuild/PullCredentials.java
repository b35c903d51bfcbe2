package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.image.CuratedImages;

/** Whose credentials CodeBuild pulls an image with: {@code imagePullCredentialsType} of a project's environment. */
public enum PullCredentials {
    /** CodeBuild's own, which is also what holds where a project says nothing. */
    CODEBUILD,
    /** Those of the project's service role. */
    SERVICE_ROLE;

    /**
     * What an image needs: CodeBuild pulls its curated images itself, and any other with the project's service role.
     *
     * @param image as CodeBuild names it
     */
    public static PullCredentials of(String image) {
        return CuratedImages.isCurated(image) ? CODEBUILD : SERVICE_ROLE;
    }
}
