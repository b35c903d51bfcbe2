package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.CURATED;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.NEW;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.OLD;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.build;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.denied;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.ids;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.succeeded;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.builds;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.page;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.started;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.throttled;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.project;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.projects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import io.github.erlangcodebuild.proof.ImageFigures;
import io.github.erlangcodebuild.proof.Prices;
import io.github.erlangcodebuild.proof.Provisioning.Answer;
import io.github.erlangcodebuild.testing.Attached;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestBuildsTest {

    private static final String TEST = "erlang:test";
    private static final String CONSOLE =
            "https://us-east-1.console.aws.amazon.com/codesuite/codebuild/123456789012/projects/erlang/build/erlang%3Atest/"
                    + "?region=us-east-1";
    private static final String BACK = "  " + GoalCommand.of("rollout") + " -Derlang-codebuild.image=" + OLD;

    private static final String ROLE = "arn:aws:iam::123456789012:role/build";

    /** As CodeBuild says it, with ECR's words. */
    private static final String CANNOT_PULL =
            "PROVISIONING FAILED 9 BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: Unable to pull customer's"
                    + " container image. CannotPullContainerError: Error response from daemon: pull access denied for "
                    + NEW
                    + ", repository does not exist or may require 'docker login': denied: User:"
                    + " arn:aws:sts::123456789012:assumed-role/build/AWSCodeBuild is not authorized to perform: ecr:BatchGetImage";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
    private final List<String> told = new ArrayList<>();
    private final List<TestBuildResult> results = new ArrayList<>();
    private final StackStandIn target = new StackStandIn();
    private List<String> only = List.of();
    private BootstrapStandIn account;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
        account.codeBuild("StartBuild", started(build(TEST, NEW, "IN_PROGRESS")));
        account.codeBuild("ListBuildsForProject", ids(TEST, "erlang:3", "erlang:2", "erlang:1"));
        account.logs(page("end", "Compiling", "Done"), page("end"));
        tests(succeeded(TEST, NEW, 21, 12));
    }

    /** Whatever a test made the builds do, the policy in its message and in the documentation allows. */
    @AfterEach
    void close() {
        assertThat(RolloutPolicyTest.allowed(IamPolicy.ROLLOUT)).containsAll(account.calls());
        aws.close();
    }

    // --- what it shows ---

    @Test
    void theTestBuildStandsBesideTheLastSuccessOnThePreviousImage() {
        TestBuildResult result = run().get(0);

        assertThat(result.comparison().images()).extracting(ImageFigures::image).containsExactly(OLD, NEW);
        assertThat(result.comparison().images())
                .extracting(image -> image.total().getAsDouble())
                .containsExactly(302.0, 33.0);
        assertThat(result.notes())
                .containsExactly("Beside the test build erlang:test stands the last one that succeeded on " + OLD
                        + ": erlang:2, of 2026-11-18T11:06:40Z.");
        assertThat(told)
                .containsExactly(
                        "started " + TEST + " " + CONSOLE,
                        "line Compiling",
                        "line Done",
                        "phase PROVISIONING",
                        "phase BUILD");
        assertThat(account.sent("codebuild:StartBuild").at("/projectName").asText())
                .isEqualTo("erlang");
    }

    @Test
    void withoutAnEarlierSuccessOnThePreviousImageItSaysSo() {
        target.from = "example.com/never:1";

        TestBuildResult result = run().get(0);

        assertThat(result.comparison().images()).extracting(ImageFigures::image).containsExactly(NEW);
        assertThat(result.notes())
                .containsExactly(
                        "Among the last 50 builds none has succeeded on example.com/never:1: there is nothing to"
                                + " compare the test build with.");
    }

    @Test
    void whereTheRolloutChangedNothingItStandsBesideTheLastSuccessOnAnyOtherImage() {
        target.from = NEW;

        assertThat(run().get(0).comparison().images())
                .extracting(ImageFigures::image)
                .containsExactly(OLD, NEW);
    }

    @Test
    void whoMayNotListBuildsSeesTheTestBuildAloneAndTheRolloutStands() {
        account.codeBuild("ListBuildsForProject", denied("codebuild:ListBuildsForProject", "erlang"));

        TestBuildResult result = run().get(0);

        assertThat(result.comparison().images()).extracting(ImageFigures::image).containsExactly(NEW);
        assertThat(result.notes()).singleElement().satisfies(note -> assertThat(note)
                .startsWith("The test build has nothing to be compared with.")
                .contains("This identity needs codebuild:ListBuildsForProject"));
        assertThat(target.undone).isZero();
    }

    @Test
    void throttlingWhileABuildIsFollowedIsWaitedOut() {
        account.codeBuild(
                "BatchGetBuilds",
                throttled(),
                throttled(),
                builds(build(TEST, NEW, "IN_PROGRESS", "PROVISIONING SUCCEEDED 20", "BUILD")),
                builds(succeeded(TEST, NEW, 21, 12)),
                history(succeeded(TEST, NEW, 21, 12)));

        assertThat(run()).hasSize(1);
        assertThat(target.undone).isZero();
    }

    @Test
    void onlyTheProjectsThatAreNamedAreBuilt() {
        target.projects = List.of("other", "erlang");
        only = List.of("erlang");

        run();

        assertThat(account.sent("codebuild:StartBuild").at("/projectName").asText())
                .isEqualTo("erlang");
    }

    @Test
    void provisioningIsComparedWithTheCuratedImageAlsoWhereThePreviousImageWasAnother() {
        tests(succeeded(TEST, NEW, 350, 12));
        account.codeBuild("ListCuratedEnvironmentImages", denied("codebuild:ListCuratedEnvironmentImages", "*"));

        TestBuildResult result = run().get(0);

        assertThat(result.comparison().images()).extracting(ImageFigures::image).containsExactly(OLD, NEW);
        assertThat(result.provisioning().answer()).isEqualTo(Answer.FAR_ABOVE);
        assertThat(result.provisioning().curated().orElseThrow().image()).isEqualTo(CURATED);
        assertThat(result.advice())
                .anyMatch(paragraph -> paragraph.startsWith("PROVISIONING takes 5 min 50 s on " + NEW));
        assertThat(told).anyMatch(line -> line.startsWith("warning: Cannot find out which release of " + CURATED));
    }

    @Test
    void ofTheImageItselfTheTestBuildAloneSaysWhatProvisioningTakes() {
        account.codeBuild("ListBuildsForProject", ids(TEST, "erlang:3", "erlang:2", "erlang:1"));
        account.codeBuild(
                "BatchGetBuilds",
                builds(succeeded(TEST, NEW, 21, 12)),
                builds(
                        succeeded(TEST, NEW, 21, 12),
                        succeeded("erlang:3", NEW, 350, 12), // before a push under the same tag
                        succeeded("erlang:2", NEW, 350, 12),
                        succeeded("erlang:1", CURATED, 20, 400)));

        assertThat(run().get(0).provisioning().answer()).isEqualTo(Answer.AS_CURATED);
    }

    // --- when it fails ---

    @Test
    void aBuildOnAnotherImageProvesNothing() {
        tests(succeeded(TEST, CURATED, 20, 282));

        ActionableException failure = failure();

        assertThat(failure.problem())
                .startsWith("The build erlang:test ran on " + CURATED + ", and not on " + NEW
                        + ", so it proves nothing.\nSo the rollout was taken back")
                .endsWith(
                        " has " + OLD + " again. A buildspec that you changed for this rollout is still the new one.");
        assertThat(failure.remedy()).startsWith("Somebody else may have changed the project erlang at the same time");
        assertThat(target.undone).isEqualTo(1);
        assertThat(results).isEmpty();
    }

    @Test
    void aFailedTestBuildTakesTheRolloutBack() {
        tests(build(TEST, NEW, "FAILED", "PROVISIONING SUCCEEDED 20", "BUILD FAILED 2 rebar3 eunit: exit status 1"));

        ActionableException failure = failure();

        assertThat(target.undone).isEqualTo(1);
        assertThat(failure.problem())
                .isEqualTo(
                        "The build erlang:test ended as FAILED in phase BUILD (rebar3 eunit: exit status 1). The last"
                                + " lines of its log:\n  Compiling\n  Done\n"
                                + "So the rollout was taken back: the stack erlang, parameter CodeBuildImage has " + OLD
                                + " again. A buildspec that you changed for this rollout is still the new one.");
        assertThat(failure.remedy()).startsWith("The whole log: https://");
    }

    @Test
    void aBuildThatCannotBeStartedProvesNothingEither() {
        account.codeBuild("StartBuild", denied("codebuild:StartBuild", "erlang"));

        ActionableException failure = failure();

        assertThat(target.undone).isEqualTo(1);
        assertThat(failure.problem())
                .contains(
                        "Cannot start a build of erlang (codebuild:StartBuild): access denied",
                        " has " + OLD + " again.");
        assertThat(failure.remedy()).contains("This identity needs codebuild:StartBuild on");
        assertThat(failure).satisfies(Attached.as("All that rollout to a stack with a service role needs"));
    }

    @Test
    void whereTooManyBuildsRunTheStartIsWaitedFor() {
        account.codeBuild(
                "StartBuild",
                AwsStandIn.ecrError(
                        "AccountLimitExceededException", "Cannot have more than 1 builds in queue for the account"),
                AwsStandIn.ecrError(
                        "AccountLimitExceededException", "Cannot have more than 1 builds in queue for the account"),
                started(build(TEST, NEW, "IN_PROGRESS")));

        assertThat(run()).hasSize(1);

        assertThat(told)
                .filteredOn(line -> line.startsWith("warning: "))
                .singleElement()
                .asString()
                .contains("Cannot have more than 1 builds in queue")
                .endsWith(" It is tried again until there is room.");
    }

    @Test
    void aBuildThatCannotBeStartedInTimeTakesNothingBack() {
        account.codeBuild(
                "StartBuild",
                AwsStandIn.ecrError(
                        "AccountLimitExceededException", "Cannot have more than 1 builds in queue for the account"));

        ActionableException failure = failure();

        assertThat(target.undone).isZero();
        assertThat(failure.problem()).isEqualTo("The start of a build of erlang took too long.");
        assertThat(failure.remedy())
                .startsWith("Start it when other builds have ended: aws codebuild start-build --project-name erlang.")
                .contains("The rollout stands until then. If the build fails, go back with\n" + BACK);
    }

    @Test
    void aRoleThatMayNotLoadTheImageIsNamedWithWhatItNeeds() {
        tests(build(TEST, NEW, "FAILED", CANNOT_PULL));
        account.codeBuild("BatchGetProjects", projects(project("erlang", NEW).put("serviceRole", ROLE)));

        ActionableException failure = failure();

        assertThat(target.undone).isEqualTo(1);
        assertThat(failure.problem()).contains("BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE");
        assertThat(failure.remedy())
                .startsWith("Give these rights to the role " + ROLE + ". The statement that is missing:\n"
                        + "{\"Effect\":\"Allow\",\"Action\":\"ecr:GetAuthorizationToken\",\"Resource\":\"*\"}\n")
                .contains("\"ecr:BatchCheckLayerAvailability\",\"ecr:BatchGetImage\",\"ecr:GetDownloadUrlForLayer\"")
                .contains("The whole log: ");
        assertThat(account.calls()).containsOnlyOnce("codebuild:StartBuild");
    }

    @Test
    void whoMayNotReadTheProjectReadsTheRightsAllTheSame() {
        tests(build(TEST, NEW, "FAILED", CANNOT_PULL));
        account.codeBuild("BatchGetProjects", denied("codebuild:BatchGetProjects", "erlang"));

        assertThat(failure().remedy()).startsWith("Give these rights to the role of the project. The statement");
    }

    /** IAM is eventually consistent. */
    @Test
    void whereTheRolloutChangedTheRoleASecondBuildDecides() {
        target.resources = List.of(new ResourceChange("Modify", "BuildRole", "AWS::IAM::Role", "False"));
        account.codeBuild(
                "BatchGetBuilds",
                builds(build(TEST, NEW, "FAILED", CANNOT_PULL)),
                builds(succeeded(TEST, NEW, 21, 12)),
                history(succeeded(TEST, NEW, 21, 12)));
        Instant began = now;

        assertThat(run()).hasSize(1);

        assertThat(target.undone).isZero();
        assertThat(now).isAfterOrEqualTo(began.plusSeconds(60));
        assertThat(told).anyMatch(line -> line.startsWith("warning: The role of erlang may not load the image yet"));
        assertThat(account.calls().stream().filter("codebuild:StartBuild"::equals))
                .hasSize(2);
    }

    @Test
    void whenTheSecondBuildCannotLoadItEitherItGoesBack() {
        target.resources = List.of(new ResourceChange("Modify", "BuildRole", "AWS::IAM::Role", "False"));
        tests(build(TEST, NEW, "FAILED", CANNOT_PULL));
        account.codeBuild("BatchGetBuilds", builds(build(TEST, NEW, "FAILED", CANNOT_PULL)));
        account.codeBuild("BatchGetProjects", projects(project("erlang", NEW).put("serviceRole", ROLE)));

        assertThat(failure().remedy()).startsWith("Give these rights to the role " + ROLE);
        assertThat(target.undone).isEqualTo(1);
    }

    @Test
    void ofABuildThatTakesTooLongNobodyKnowsSoTheRolloutStandsAndTheMessageSaysHowToGoBack() {
        account.codeBuild("BatchGetBuilds", builds(build(TEST, NEW, "IN_PROGRESS", "BUILD")));

        ActionableException failure = failure();

        assertThat(target.undone).isZero();
        assertThat(failure.problem()).startsWith("The build erlang:test took too long: ");
        assertThat(failure.remedy())
                .contains("The build keeps running: " + CONSOLE)
                .contains("The rollout stands until then. If the build fails, go back with\n" + BACK);
    }

    @Test
    void theSecondOfTwoProjectsFailsAndBothGoBack() {
        target.projects = List.of("erlang", "client");
        account.codeBuild(
                "StartBuild",
                started(build(TEST, NEW, "IN_PROGRESS")),
                started(build("client:test", NEW, "IN_PROGRESS")));
        account.codeBuild(
                "BatchGetBuilds",
                builds(succeeded(TEST, NEW, 21, 12)),
                history(succeeded(TEST, NEW, 21, 12)),
                builds(build("client:test", NEW, "FAILED", "BUILD FAILED 2")));

        assertThat(failure().problem()).contains("The build client:test ended as FAILED");
        assertThat(target.undone).isEqualTo(1);
        assertThat(results)
                .as("what the first has proven is not lost")
                .extracting(each -> each.comparison().project())
                .containsExactly("erlang");
    }

    @Test
    void aProjectThatTheRolloutDidNotReachIsNoProof() {
        only = List.of("other");

        assertThat(failure().problem())
                .startsWith("testProjects has other, which this rollout did not reach. It reached erlang.")
                .endsWith(
                        " has " + OLD + " again. A buildspec that you changed for this rollout is still the new one.");
        assertThat(account.calls()).doesNotContain("codebuild:StartBuild");
    }

    @Test
    void withoutAnyProjectThereIsNoProof() {
        target.projects = List.of();

        assertThat(failure().problem()).startsWith("No CodeBuild project uses " + NEW + " now, so none can prove it.");
        assertThat(target.undone).isEqualTo(1);
    }

    /** How the test build ends, followed by the history that has it. */
    private void tests(ObjectNode test) {
        account.codeBuild("BatchGetBuilds", builds(test), history(test));
    }

    private static ResponseDefinitionBuilder history(ObjectNode test) {
        return builds(
                test,
                build("erlang:3", OLD, "FAILED", "BUILD FAILED 1"),
                succeeded("erlang:2", OLD, 20, 282),
                succeeded("erlang:1", CURATED, 20, 400));
    }

    private ActionableException failure() {
        return Optional.ofNullable(catchThrowableOfType(ActionableException.class, this::run))
                .orElseThrow();
    }

    private List<TestBuildResult> run() {
        Polling polling = new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofSeconds(3));
        Rollout rollout = new Rollout(aws, new RecordingRolloutLog(), polling);
        new TestBuilds(aws, rollout, new Told(), polling)
                .run(
                        new RolloutResult(NEW, target, aws.settings()),
                        new TestBuildRequest(only, Duration.ofMinutes(10), 50, Prices.list()));
        return results;
    }

    private final class Told implements TestBuildLog {

        @Override
        public void succeeded(TestBuildResult result) {
            results.add(result);
        }

        @Override
        public void warn(String text) {
            told.add("warning: " + text);
        }

        @Override
        public void started(String build, String console) {
            told.add("started " + build + " " + console);
        }

        @Override
        public void phase(String label, String phase, String status, Duration duration) {
            told.add("phase " + phase);
        }

        @Override
        public void line(String label, String text) {
            told.add("line " + text);
        }
    }
}
