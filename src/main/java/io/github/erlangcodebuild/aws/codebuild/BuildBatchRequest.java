package io.github.erlangcodebuild.aws.codebuild;

import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildBatchRequest;

/**
 * A batch of builds to run in a project, with another source than the project's.
 *
 * @param project the name of the project
 * @param source the zip in S3 that holds the source: {@code BUCKET/KEY}
 * @param buildspec the text of a buildspec that lists the builds
 * @param pullCredentials whose credentials the images of all builds are pulled with
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuildBatch.html">AWS CodeBuild,
 *     StartBuildBatch</a>
 */
public record BuildBatchRequest(String project, String source, String buildspec, PullCredentials pullCredentials) {

    StartBuildBatchRequest toSdk() {
        return StartBuildBatchRequest.builder()
                .projectName(project)
                .sourceTypeOverride(SourceType.S3)
                .sourceLocationOverride(source)
                .buildspecOverride(buildspec)
                .imagePullCredentialsTypeOverride(pullCredentials.name())
                .build();
    }
}
