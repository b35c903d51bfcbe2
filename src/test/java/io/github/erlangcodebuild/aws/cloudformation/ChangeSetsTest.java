package io.github.erlangcodebuild.aws.cloudformation;

import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.changeSet;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.formationError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import io.github.erlangcodebuild.rollout.RolloutStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeSetsTest {

    private static final StackChange CHANGE =
            new StackChange(Optional.empty(), List.of(StackChange.Parameter.set("LogDays", "90")), List.of(), Map.of());
    private static final String NO_CHANGES =
            "The submitted information didn't contain changes. Submit different information to create a change set.";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.aws();
    private BootstrapStandIn account;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aChangeSetIsWaitedForAndSaysWhatItWouldDo() {
        account.changeSets(
                changeSet("CREATE_PENDING", ""),
                formationError(400, "Throttling", "Rate exceeded"),
                formationError(400, "Throttling", "Rate exceeded"),
                RolloutStandIn.changes("Project AWS::CodeBuild::Project Modify False"));

        assertThat(create(false))
                .contains(new ChangeSet(
                        BootstrapStandIn.changeSet(),
                        false,
                        List.of(new ResourceChange("Modify", "Project", "AWS::CodeBuild::Project", "False"))));
        assertThat(account.form("cloudformation:CreateChangeSet"))
                .containsEntry("ChangeSetType", "UPDATE")
                .containsEntry("ChangeSetName", "erlang-codebuild-1795428000000")
                .containsKey("ClientToken");
    }

    @Test
    void aStackThatIsNotThereIsToBeCreated() {
        assertThat(create(true)).map(ChangeSet::createsStack).contains(true);
        assertThat(account.form("cloudformation:CreateChangeSet")).containsEntry("ChangeSetType", "CREATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"No updates are to be performed.", NO_CHANGES})
    void aChangeSetThatIsRefusedAtOnceForWantOfChangesIsNone(String message) {
        account.formation("CreateChangeSet", formationError(400, "ValidationError", message));

        assertThat(create(false)).isEmpty();

        assertThat(account.calls()).doesNotContain("cloudformation:DescribeChangeSet");
    }

    @Test
    void aChangeSetThatIsRefusedForAnotherReasonIsAFailure() {
        account.formation("CreateChangeSet", formationError(400, "ValidationError", "Template format error"));

        assertThatThrownBy(() -> create(false)).hasMessageContaining("Template format error");
    }

    @Test
    void aChangeSetThatFailsForWantOfChangesIsDeletedAndIsNone() {
        account.changeSets(changeSet("FAILED", NO_CHANGES));
        account.formation("DeleteChangeSet", formationError(403, "AccessDenied", "no"));

        assertThat(create(false)).isEmpty();

        assertThat(account.calls()).contains("cloudformation:DeleteChangeSet");
    }

    @Test
    void aChangeSetThatFailsSaysWhy() {
        account.changeSets(changeSet("FAILED", "Parameter LogDays must be one of 1, 3, 5."));

        assertThatThrownBy(() -> create(false))
                .hasMessageStartingWith("CloudFormation cannot change the stack erlang-toolchain: Parameter LogDays"
                        + " must be one of 1, 3, 5.\n");
        assertThat(account.calls()).contains("cloudformation:DeleteChangeSet");
    }

    @Test
    void aChangeSetThatIsNeverCompleteIsGivenUpAfterHalfAnHour() {
        account.changeSets(changeSet("CREATE_IN_PROGRESS", ""));

        assertThatThrownBy(() -> create(false))
                .hasMessage("Planning the change of the stack erlang-toolchain took too long: 30 minutes have passed.\n"
                        + "Look at it in the CloudFormation console.");
    }

    private Optional<ChangeSet> create(boolean createsStack) {
        Polling polling = new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofMinutes(1));
        return new ChangeSets(new StackClient(aws, "erlang-toolchain"), polling).create(CHANGE, createsStack);
    }
}
