package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.rollout.ImageChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutSummaryTest {

    private static final ImageChange STACK =
            new ImageChange("stack ci, parameter CodeBuildImage", "ci", "host/otp:26", "host/otp:27", "");

    @Test
    void itEndsWithWhatChangedAndTheWayBack() {
        assertThat(RolloutSummary.done("host/otp:27", List.of(STACK), List.of("mvn back", "mvn other")))
                .containsExactly(
                        "",
                        "Rolled out host/otp:27",
                        "  stack ci, parameter CodeBuildImage",
                        "    from    host/otp:26",
                        "    to      host/otp:27",
                        "",
                        "The way back:",
                        "  mvn back",
                        "  mvn other",
                        "");
    }

    @Test
    void everyProjectIsNamedWithWhatChanged() {
        List<ImageChange> changes = List.of(
                new ImageChange(
                        "project a", "a", "aws/codebuild/x:5.0", "host/otp:27", "image pull credentials A -> B"),
                new ImageChange("project b", "b", "host/otp:26", "host/otp:27", ""),
                new ImageChange("project c", "c", "aws/codebuild/x:5.0", "host/otp:27", ""),
                new ImageChange("project d", "d", "host/otp:27", "host/otp:27", ""));

        assertThat(RolloutSummary.done("host/otp:27", changes, List.of()))
                .containsSequence(
                        "  project a",
                        "    from    aws/codebuild/x:5.0",
                        "    to      host/otp:27",
                        "    with    image pull credentials A -> B")
                .containsSequence("  project d", "    has     host/otp:27 already");
    }

    @Test
    void whatHasTheImageAlreadyIsSuccess() {
        ImageChange none = new ImageChange("project a", "a", "host/otp:27", "host/otp:27", "");

        assertThat(RolloutSummary.done("host/otp:27", List.of(none), List.of()))
                .containsExactly("", "Already on host/otp:27, nothing was changed.", "");
    }

    @Test
    void aDryRunEndsWithOldAndNewAndWhatCloudFormationWouldDo() {
        List<ResourceChange> resources = List.of(
                new ResourceChange("Modify", "Project", "AWS::CodeBuild::Project", "False"),
                new ResourceChange("Modify", "Role", "AWS::IAM::Role", "Conditional"),
                new ResourceChange("Modify", "Db", "AWS::RDS::DBInstance", "True"),
                new ResourceChange("Remove", "Bucket", "AWS::S3::Bucket", ""));

        assertThat(RolloutSummary.planned(List.of(STACK), resources))
                .containsExactly(
                        "",
                        "Dry run, nothing is changed. A rollout would change",
                        "  stack ci, parameter CodeBuildImage",
                        "    from    host/otp:26",
                        "    to      host/otp:27",
                        "  CloudFormation would",
                        "    modify  Project (AWS::CodeBuild::Project)",
                        "    modify  Role (AWS::IAM::Role), and perhaps replace it",
                        "    replace Db (AWS::RDS::DBInstance)",
                        "    remove  Bucket (AWS::S3::Bucket)",
                        "  and so needs -Derlang-codebuild.allowReplacement=true",
                        "");
    }

    @Test
    void aDryRunWithNothingToDoSaysSo() {
        ImageChange none = new ImageChange("project a", "a", "host/otp:27", "host/otp:27", "");

        assertThat(RolloutSummary.planned(List.of(none), List.of()))
                .containsExactly(
                        "",
                        "Dry run, nothing is changed. A rollout would change nothing:",
                        "  project a",
                        "    has     host/otp:27 already",
                        "");
    }

    @Test
    void aRegistryCredentialThatWasTakenOffIsNotForgotten() {
        ImageChange change = new ImageChange(
                "project a", "a", "registry.example.com/otp:1", "host/otp:27", "registry credential login -> none");

        assertThat(RolloutSummary.done("host/otp:27", List.of(change), List.of()))
                .contains("  and then give the project its registry credential again, which the command does not know");
    }

    @Test
    void whoStopsItWhileATestBuildRunsIsToldHowToGoBack() {
        assertThat(RolloutSummary.shutdownMessage("The build goes on: a:1", List.of("mvn back")))
                .isEqualTo(
                        "The build goes on: a:1\nThe rollout stands: nothing goes back by itself. If that build fails, go"
                                + " back with\n  mvn back");
        assertThat(RolloutSummary.shutdownMessage("The build goes on: a:1", List.of()))
                .isEqualTo("The build goes on: a:1\nThis rollout had changed nothing.");
    }
}
