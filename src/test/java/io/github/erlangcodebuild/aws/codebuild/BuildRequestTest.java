package io.github.erlangcodebuild.aws.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.ImagePullCredentialsType;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildBatchRequest;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;

class BuildRequestTest {

    private static final String CURATED = "aws/codebuild/amazonlinux2-x86_64-standard:5.0";

    @Test
    void aBuildOverridesSourceBuildspecAndEnvironmentOfItsProject() {
        BuildEnvironment environment =
                new BuildEnvironment(EnvironmentType.LINUX_CONTAINER, CURATED, Map.of("B", "2", "A", "1"));

        assertThat(new BuildRequest("erlang", "bucket/key.zip", "buildspec.yml", environment).toSdk())
                .isEqualTo(StartBuildRequest.builder()
                        .projectName("erlang")
                        .sourceTypeOverride(SourceType.S3)
                        .sourceLocationOverride("bucket/key.zip")
                        .buildspecOverride("buildspec.yml")
                        .environmentTypeOverride("LINUX_CONTAINER")
                        .imageOverride(CURATED)
                        .imagePullCredentialsTypeOverride(ImagePullCredentialsType.CODEBUILD)
                        .environmentVariablesOverride(variable("A", "1"), variable("B", "2"))
                        .build());
    }

    @Test
    void aBatchOverridesSourceBuildspecAndPullCredentials() {
        assertThat(new BuildBatchRequest("erlang", "bucket/key.zip", "batch: {}", PullCredentials.SERVICE_ROLE).toSdk())
                .isEqualTo(StartBuildBatchRequest.builder()
                        .projectName("erlang")
                        .sourceTypeOverride(SourceType.S3)
                        .sourceLocationOverride("bucket/key.zip")
                        .buildspecOverride("batch: {}")
                        .imagePullCredentialsTypeOverride(ImagePullCredentialsType.SERVICE_ROLE)
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"amd64, LINUX_CONTAINER", "arm64, ARM_CONTAINER"})
    void theEnvironmentTypeFollowsTheArchitecture(String architecture, EnvironmentType type) {
        assertThat(EnvironmentType.of(architecture)).isEqualTo(type);
    }

    private static EnvironmentVariable variable(String name, String value) {
        return EnvironmentVariable.builder().name(name).value(value).build();
    }
}
