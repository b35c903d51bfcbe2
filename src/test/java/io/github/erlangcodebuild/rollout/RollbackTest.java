package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.NEW;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.OLD;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.denied;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.project;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.formationError;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.stackIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RollbackTest {

    private static final String BACK = "  " + GoalCommand.of("rollout") + " -Derlang-codebuild.image=" + OLD;

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
    private final StackStandIn target = new StackStandIn();
    private BootstrapStandIn account;

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
    }

    /** Whatever a test made the rollback do, the policy in its message and in the documentation allows. */
    @AfterEach
    void close() {
        assertThat(RolloutPolicyTest.allowed(IamPolicy.ROLLOUT)).containsAll(account.calls());
        aws.close();
    }

    @Test
    void aStepThatSucceedsTakesNothingBack() {
        assertThat(rollback().<String>ifFails(() -> "erlang:test")).isEqualTo("erlang:test");
        assertThat(rollback().<String>omittedIfFails(() -> "erlang:test")).isEqualTo("erlang:test");
        assertThat(target.undone).isZero();
    }

    @Test
    void whatSomebodyChangedSinceIsNotSaidToHaveGoneBack() {
        target.changedSince = true;

        assertThat(failure().problem())
                .endsWith(
                        "So the rollout was taken back: the stack erlang, parameter CodeBuildImage was left as somebody"
                                + " has changed it since.");
    }

    @Test
    void whatTheRolloutDidNotChangeDoesNotGoBack() {
        target.from = NEW;

        assertThat(failure().problem())
                .endsWith("This rollout had changed nothing, so nothing goes back: erlang stays on " + NEW + ".");
        assertThat(target.undone).isZero();
    }

    @Test
    void whenTheWayBackFailsTooTheMessageHasWhatThereIsNowAndTheRepair() {
        target.undoFails = true;
        account.stack(stackIs("UPDATE_ROLLBACK_FAILED"));
        account.codeBuild("BatchGetProjects", project("erlang", NEW));

        ActionableException failure = failure();

        assertThat(failure.problem())
                .contains("The build erlang:test ended as FAILED in phase BUILD.")
                .endsWith("Going back to the previous image failed, too: The stack erlang was not changed.\n"
                        + "This is how it is now:\n"
                        + "  the stack erlang is UPDATE_ROLLBACK_FAILED\n"
                        + "  the project erlang has " + NEW);
        assertThat(failure.remedy())
                .endsWith("Continue the rollback.\nThen go back with\n" + BACK
                        + " -Derlang-codebuild.stackName=erlang -Derlang-codebuild.region=us-east-1");
    }

    @Test
    void whatCannotEvenBeLookedAtThenIsSaid() {
        target.undoFails = true;
        account.stack(formationError(403, "AccessDenied", "not you"));
        account.codeBuild("BatchGetProjects", denied("codebuild:BatchGetProjects", "erlang"));

        assertThat(failure().problem())
                .contains("  the stack erlang is in a state that cannot be looked at (not you")
                .contains(
                        "  the project erlang has an image that cannot be looked at (Cannot look at the project erlang");
    }

    @Test
    void whereNobodyKnowsHowTheBuildEndsTheRolloutStandsAndTheMessageSaysHowToGoBack() {
        ActionableException failure = failure(() -> rollback().omittedIfFails(RollbackTest::fails));

        assertThat(failure.problem()).isEqualTo("The build erlang:test ended as FAILED in phase BUILD.");
        assertThat(failure.remedy())
                .contains("The rollout stands until then. If the build fails, go back with\n" + BACK);
        assertThat(target.undone).isZero();
    }

    @Test
    void whereTheRolloutChangedNothingThereIsNoWayBackToSay() {
        target.from = NEW;

        assertThat(failure(() -> rollback().omittedIfFails(RollbackTest::fails)).remedy())
                .isEqualTo("Look at the log.");
    }

    private ActionableException failure() {
        return failure(() -> rollback().ifFails(RollbackTest::fails));
    }

    private static ActionableException failure(Supplier<?> step) {
        return Optional.ofNullable(catchThrowableOfType(ActionableException.class, step::get))
                .orElseThrow();
    }

    private static String fails() {
        throw new ActionableException("The build erlang:test ended as FAILED in phase BUILD.", "Look at the log.");
    }

    private Rollback rollback() {
        return new Rollback(
                aws, new Rollout(aws, new RecordingRolloutLog()), new RolloutResult(NEW, target, aws.settings()));
    }
}
