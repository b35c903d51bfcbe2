package io.github.erlangcodebuild.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.aws.AwsSettings;
import io.github.erlangcodebuild.http.Proxies;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RollbackCommandsTest {

    private static final String MVN = GoalCommand.of("rollout");

    @Test
    void aStackGoesBackWhereItIsWithTheProfileThatWasNamed() {
        assertThat(back(List.of(stack("CodeBuildImage")), Optional.of("eu-west-1"), Optional.of("team")))
                .containsExactly(MVN + " -Derlang-codebuild.image=host/otp:26 -Derlang-codebuild.stackName=ci"
                        + " -Derlang-codebuild.region=eu-west-1 -Derlang-codebuild.profile=team");
    }

    @Test
    void aParameterIsNamedThatIsNotTheDefault() {
        assertThat(back(List.of(stack("Image")), Optional.empty(), Optional.empty()))
                .containsExactly(MVN + " -Derlang-codebuild.image=host/otp:26 -Derlang-codebuild.stackName=ci"
                        + " -Derlang-codebuild.stackParameter=Image");
    }

    @Test
    void projectsThatCameFromDifferentImagesHaveAWayBackEach() {
        List<ImageChange> changes = List.of(
                new ImageChange(
                        "project a", "a", "aws/codebuild/x:5.0", "host/otp:27", "image pull credentials A -> B"),
                new ImageChange("project b", "b", "host/otp:26", "host/otp:27", ""),
                new ImageChange("project c", "c", "aws/codebuild/x:5.0", "host/otp:27", ""),
                new ImageChange("project d", "d", "host/otp:27", "host/otp:27", ""));

        assertThat(back(changes, Optional.empty(), Optional.empty()))
                .containsExactly(
                        MVN + " -Derlang-codebuild.image=aws/codebuild/x:5.0 -Derlang-codebuild.projects=a,c",
                        MVN + " -Derlang-codebuild.image=host/otp:26 -Derlang-codebuild.projects=b");
    }

    private static ImageChange stack(String parameter) {
        return new ImageChange("stack ci, parameter " + parameter, "ci", "host/otp:26", "host/otp:27", "");
    }

    private static List<String> back(List<ImageChange> changes, Optional<String> region, Optional<String> profile) {
        return RollbackCommands.of(changes, new AwsSettings(region, profile, Proxies.none(), "test"));
    }
}
