package io.github.erlangcodebuild.aws.cloudformation;

import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.eventsAre;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.formationError;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.noStack;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.stackIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StackDeploymentTest {

    private static final StackChange CHANGE =
            new StackChange(Optional.empty(), List.of(StackChange.Parameter.set("LogDays", "90")), List.of(), Map.of());

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final RecordingStackLog log = new RecordingStackLog();
    private BootstrapStandIn account;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
    }

    @Test
    void aStackThatIsThereIsChangedAndWatched() {
        account.stack(stackIs("UPDATE_COMPLETE"), stackIs("UPDATE_IN_PROGRESS"), stackIs("UPDATE_COMPLETE"));
        account.events(
                eventsAre("0 x y OLD"), eventsAre("1 LogGroup AWS::Logs::LogGroup UPDATE_COMPLETE", "0 x y OLD"));

        assertThat(deployment().deploy(CHANGE)).isTrue();

        assertThat(log.lines)
                .containsExactly("updating erlang-toolchain", "event LogGroup AWS::Logs::LogGroup UPDATE_COMPLETE ");
        assertThat(account.form("cloudformation:ExecuteChangeSet"))
                .containsEntry("ChangeSetName", BootstrapStandIn.changeSet())
                .containsKey("ClientRequestToken");
    }

    @Test
    void aStackWithNothingToChangeIsLeftAlone() {
        account.stack(stackIs("UPDATE_COMPLETE"));
        account.formation("CreateChangeSet", formationError(400, "ValidationError", "No updates are to be performed."));

        assertThat(deployment().deploy(CHANGE)).isFalse();

        assertThat(log.lines).containsExactly("unchanged erlang-toolchain");
        assertThat(account.calls()).doesNotContain("cloudformation:ExecuteChangeSet");
    }

    @Test
    void aStackThatHasNothingButAChangeSetWasNeverCreated() {
        account.stack(stackIs("REVIEW_IN_PROGRESS"), noStack());

        assertThat(deployment().changeable()).isEmpty();
        assertThat(deployment().changeable()).isEmpty();
    }

    @Test
    void aStackThatIsBeingChangedIsLeftAlone() {
        account.stack(stackIs("UPDATE_IN_PROGRESS"));

        assertThatThrownBy(() -> deployment().plan(CHANGE))
                .hasMessageContaining("is being changed already (UPDATE_IN_PROGRESS)")
                .hasMessageContaining("Wait until that has ended");
        assertThat(account.calls()).doesNotContain("cloudformation:CreateChangeSet");
    }

    @Test
    void aStackThatNeverCameToBeMustBeDeletedFirst() {
        account.stack(stackIs("ROLLBACK_COMPLETE", ""));

        assertThatThrownBy(deployment()::changeable)
                .hasMessageContaining("erlang-toolchain is ROLLBACK_COMPLETE after an earlier failure")
                .hasMessageEndingWith("delete it with aws cloudformation delete-stack --stack-name erlang-toolchain"
                        + " --region us-east-1, and run this again.");
    }

    @Test
    void theCommandThatDeletesTheStackNamesTheProfileThatWasGiven() throws Exception {
        standIn.config("""
                [profile team]
                region = us-east-1
                aws_access_key_id = AKIDTEAM
                aws_secret_access_key = secret
                """);
        account.stack(stackIs("ROLLBACK_COMPLETE", ""));

        try (Aws ofProfile = AwsStandIn.awsOf("team")) {
            assertThatThrownBy(deployment(ofProfile)::changeable)
                    .hasMessageEndingWith("delete it with aws cloudformation delete-stack --stack-name erlang-toolchain"
                            + " --region us-east-1 --profile team, and run this again.");
        }
    }

    private StackDeployment deployment() {
        return deployment(AwsStandIn.aws());
    }

    private StackDeployment deployment(Aws aws) {
        Polling polling = new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofSeconds(3));
        return new StackDeployment(aws, "erlang-toolchain", log, polling);
    }
}
