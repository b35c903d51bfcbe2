package io.github.erlangcodebuild.aws.codebuild;

import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;

/**
 * One build to run in a project, with another source and in another environment than the project's.
 *
 * @param project the name of the project
 * @param source the zip in S3 that holds the source: {@code BUCKET/KEY}
 * @param buildspec the name of the buildspec in the source, or its text
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html">AWS CodeBuild, StartBuild</a>
 */
public record BuildRequest(String project, String source, String buildspec, BuildEnvironment environment) {

    StartBuildRequest toSdk() {
        return StartBuildRequest.builder()
                .projectName(project)
                .sourceTypeOverride(SourceType.S3)
                .sourceLocationOverride(source)
                .buildspecOverride(buildspec)
                .environmentTypeOverride(environment.type().name())
                .imageOverride(environment.image())
                .imagePullCredentialsTypeOverride(environment.pullCredentials().name())
                .environmentVariablesOverride(environment.variables().entrySet().stream()
                        .map(variable -> EnvironmentVariable.builder()
                                .name(variable.getKey())
                                .value(variable.getValue())
                                .build())
                        .toList())
                .build();
    }
}
