package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.CURATED;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.NEW;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.OLD;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.build;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.denied;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.ids;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.project;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.succeeded;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.builds;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.formationError;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.page;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.stackIs;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.started;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.Pacer;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.codebuild.BuildLog;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import io.github.erlangcodebuild.proof.ImageFigures;
import io.github.erlangcodebuild.proof.Prices;
import io.github.erlangcodebuild.proof.Provisioning.Answer;
import io.github.erlangcodebuild.rollout.RolloutProof.Proven;
import io.github.erlangcodebuild.rollout.RolloutProof.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RolloutProofTest {

    private static final String TEST = "erlang:test";
    private static final String CONSOLE =
            "https://us-east-1.console.aws.amazon.com/codesuite/codebuild/123456789012/projects/erlang/build/erlang%3Atest/"
                    + "?region=us-east-1";
    private static final String BACK = "  mvn io.github.erlang-codebuild:erlang-codebuild-maven-plugin:rollout"
            + " -Derlang-codebuild.image=" + OLD;

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
    private final List<String> told = new ArrayList<>();
    private final List<Proven> proven = new ArrayList<>();
    private final Target target = new Target();
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

    /** Whatever a test made the proof do, the policy in its message and in the documentation allows. */
    @AfterEach
    void close() {
        assertThat(RolloutPolicyTest.allowed()).containsAll(account.calls());
        aws.close();
    }

    // --- before anything changes ---

    @Test
    void whatCanBeBuiltIsNoProblemBeforehand() {
        assertThatCode(this::check).doesNotThrowAnyException();
        only = List.of("erlang");
        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(target.discarded).isZero();
    }

    @Test
    void aProjectThatTheRolloutWillNotReachIsNamedBeforeAnythingChanges() {
        only = List.of("erlang", "other");

        assertThatThrownBy(this::check)
                .hasMessageContaining("testProjects has other, which this rollout does not reach. It reaches erlang."
                        + " Nothing has been changed.");
        assertThat(target.discarded).isEqualTo(1);
    }

    @Test
    void aProjectOfAPipelineIsNamedBeforeAnythingChanges() {
        target.pipelineSource = true;

        assertThatThrownBy(this::check)
                .hasMessageContaining("A build of erlang can only be started by its pipeline")
                .hasMessageContaining(
                        "start the pipeline after the rollout, and look at -Derlang-codebuild.report=true");
        assertThat(target.discarded).isEqualTo(1);
    }

    @Test
    void whatHoldsNoProjectCannotBeProvenAndThatIsSaidBeforeAnythingChanges() {
        target.projects = List.of();

        assertThatThrownBy(this::check).hasMessageContaining("There is no CodeBuild project in what is rolled out to");
        assertThat(target.discarded).isEqualTo(1);
    }

    // --- what it shows ---

    @Test
    void theTestBuildStandsBesideTheLastSuccessOnTheImageOfBefore() {
        Proven proven = prove().get(0);

        assertThat(proven.beside().images()).extracting(ImageFigures::image).containsExactly(OLD, NEW);
        assertThat(proven.beside().images())
                .extracting(image -> image.total().getAsDouble())
                .containsExactly(302.0, 33.0);
        assertThat(proven.notes())
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
    void withoutAnEarlierSuccessOnTheImageOfBeforeItSaysSo() {
        target.from = "example.com/never:1";

        Proven proven = prove().get(0);

        assertThat(proven.beside().images()).extracting(ImageFigures::image).containsExactly(NEW);
        assertThat(proven.notes())
                .containsExactly(
                        "Among the last 50 builds none has succeeded on example.com/never:1: there is nothing to"
                                + " compare the test build with.");
    }

    @Test
    void whereTheRolloutChangedNothingItStandsBesideTheLastSuccessOnAnyOtherImage() {
        target.from = NEW;

        assertThat(prove().get(0).beside().images())
                .extracting(ImageFigures::image)
                .containsExactly(OLD, NEW);
    }

    @Test
    void whoMayNotListBuildsSeesTheTestBuildAloneAndTheRolloutStands() {
        account.codeBuild("ListBuildsForProject", denied("codebuild:ListBuildsForProject", "erlang"));

        Proven proven = prove().get(0);

        assertThat(proven.beside().images()).extracting(ImageFigures::image).containsExactly(NEW);
        assertThat(proven.notes()).singleElement().satisfies(note -> assertThat(note)
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

        assertThat(prove()).hasSize(1);
        assertThat(target.undone).isZero();
    }

    @Test
    void onlyTheProjectsThatAreNamedAreBuilt() {
        target.projects = List.of("other", "erlang");
        only = List.of("erlang");

        prove();

        assertThat(account.sent("codebuild:StartBuild").at("/projectName").asText())
                .isEqualTo("erlang");
    }

    @Test
    void provisioningIsComparedWithTheCuratedImageAlsoWhereTheImageOfBeforeWasAnother() {
        tests(succeeded(TEST, NEW, 350, 12));

        Proven proven = prove().get(0);

        assertThat(proven.beside().images()).extracting(ImageFigures::image).containsExactly(OLD, NEW);
        assertThat(proven.provisioning().answer()).isEqualTo(Answer.FAR_ABOVE);
        assertThat(proven.provisioning().curated().orElseThrow().image()).isEqualTo(CURATED);
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

        assertThat(prove().get(0).provisioning().answer()).isEqualTo(Answer.AS_CURATED);
    }

    // --- when it fails ---

    @Test
    void aBuildOnAnotherImageProvesNothing() {
        tests(succeeded(TEST, CURATED, 20, 282));

        ActionableException failure = failure();

        assertThat(failure.problem())
                .startsWith("The build erlang:test ran on " + CURATED + ", and not on " + NEW
                        + ", so it proves nothing.\nSo the rollout was taken back")
                .endsWith(" has " + OLD + " again.");
        assertThat(failure.remedy()).startsWith("Somebody else may have changed the project erlang at the same time");
        assertThat(target.undone).isEqualTo(1);
        assertThat(proven).isEmpty();
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
                                + " again.");
        assertThat(failure.remedy()).startsWith("The whole log: https://");
    }

    @Test
    void whatSomebodyChangedSinceIsNotSaidToHaveGoneBack() {
        tests(build(TEST, NEW, "FAILED", "BUILD FAILED 2"));
        target.changedSince = true;

        assertThat(failure().problem())
                .endsWith(
                        "So the rollout was taken back: the stack erlang, parameter CodeBuildImage was left as somebody"
                                + " has changed it since.");
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
        assertThat(failure.remedy()).contains("This identity needs codebuild:StartBuild on", "All that rollout needs:");
    }

    @Test
    void whatTheRolloutDidNotChangeDoesNotGoBack() {
        target.from = NEW;
        tests(build(TEST, NEW, "FAILED", "BUILD FAILED 2"));

        assertThat(failure().problem())
                .endsWith("This rollout had changed nothing, so nothing goes back: erlang stays on " + NEW + ".");
        assertThat(target.undone).isZero();
    }

    @Test
    void whenTheWayBackFailsTooTheMessageHasWhatThereIsNowAndTheRepair() {
        tests(build(TEST, NEW, "FAILED", "BUILD FAILED 2"));
        target.undoFails = true;
        account.stack(stackIs("UPDATE_ROLLBACK_FAILED"));
        account.codeBuild("BatchGetProjects", project("erlang", NEW));

        ActionableException failure = failure();

        assertThat(failure.problem())
                .contains("The build erlang:test ended as FAILED in phase BUILD.")
                .endsWith("Going back to the image of before failed, too: The stack erlang was not changed.\n"
                        + "This is how it is now:\n"
                        + "  the stack erlang is UPDATE_ROLLBACK_FAILED\n"
                        + "  the project erlang has " + NEW);
        assertThat(failure.remedy())
                .endsWith("Continue the rollback.\nThen go back with\n" + BACK
                        + " -Derlang-codebuild.stackName=erlang -Derlang-codebuild.region=us-east-1");
    }

    @Test
    void whatCannotEvenBeLookedAtThenIsSaid() {
        tests(build(TEST, NEW, "FAILED", "BUILD FAILED 2"));
        target.undoFails = true;
        account.stack(formationError(403, "AccessDenied", "not you"));
        account.codeBuild("BatchGetProjects", denied("codebuild:BatchGetProjects", "erlang"));

        assertThat(failure().problem())
                .contains("  the stack erlang is in a state that cannot be looked at (not you")
                .contains(
                        "  the project erlang has an image that cannot be looked at (Cannot look at the project erlang");
    }

    @Test
    void ofABuildThatTakesTooLongNobodyKnowsSoTheRolloutStandsAndTheMessageSaysHowToGoBack() {
        account.codeBuild("BatchGetBuilds", builds(build(TEST, NEW, "IN_PROGRESS", "BUILD")));

        ActionableException failure = failure();

        assertThat(target.undone).isZero();
        assertThat(failure.problem()).startsWith("The build erlang:test took too long: ");
        assertThat(failure.remedy())
                .contains("It goes on without us: " + CONSOLE)
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
        assertThat(proven)
                .as("what the first has proven is not lost")
                .extracting(each -> each.beside().project())
                .containsExactly("erlang");
    }

    @Test
    void aProjectThatTheRolloutDidNotReachIsNoProof() {
        only = List.of("other");

        assertThat(failure().problem())
                .startsWith("testProjects has other, which this rollout did not reach. It reached erlang.")
                .endsWith(" has " + OLD + " again.");
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
        return Optional.ofNullable(catchThrowableOfType(ActionableException.class, this::prove))
                .orElseThrow();
    }

    private void check() {
        RolloutRequest request =
                new RolloutRequest(RolloutRequest.Image.named(NEW), false, Optional.empty(), List.of("erlang"), false);
        RolloutImage image = new RolloutImage(NEW, Optional.empty(), Optional.empty());
        new RolloutProof(aws, new Rollout(aws, new RecordingRolloutLog()), new Told())
                .requirePossible(
                        new RolloutPlan(request, image, target),
                        new Wish(only, Duration.ofMinutes(10), 50, Prices.list()));
    }

    private List<Proven> prove() {
        Pacer pacer = new Pacer(() -> now, pause -> now = now.plus(pause), Duration.ofSeconds(3));
        Rollout rollout = new Rollout(aws, new RecordingRolloutLog(), pacer);
        new RolloutProof(aws, rollout, new Told(), pacer)
                .prove(
                        new RolledOut(NEW, target, aws.settings()),
                        new Wish(only, Duration.ofMinutes(10), 50, Prices.list()),
                        proven::add);
        return proven;
    }

    /** A stack that was changed, without CloudFormation. */
    private static final class Target implements RolloutTarget {

        private String from = OLD;
        private List<String> projects = List.of("erlang");
        private boolean undoFails;
        private boolean changedSince;
        private int undone;
        private int discarded;
        private boolean pipelineSource;

        @Override
        public List<ImageChange> changes() {
            return List.of(new ImageChange("stack erlang, parameter CodeBuildImage", "erlang", from, NEW, ""));
        }

        @Override
        public List<ResourceChange> resources() {
            return List.of();
        }

        @Override
        public List<String> projects() {
            return projects;
        }

        @Override
        public List<CodeBuildProject> reachable() {
            return projects.stream()
                    .map(name -> new CodeBuildProject(
                            name, Optional.empty(), "LINUX_CONTAINER", pipelineSource, Optional.empty()))
                    .toList();
        }

        @Override
        public void apply() {
            throw new IllegalStateException("was applied before");
        }

        @Override
        public void discard() {
            discarded++;
        }

        @Override
        public List<ImageChange> undo() {
            undone++;
            if (undoFails) {
                throw new ActionableException("The stack erlang was not changed.", "Continue the rollback.");
            }
            return changedSince ? List.of() : changes();
        }
    }

    private final class Told implements BuildLog {

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
