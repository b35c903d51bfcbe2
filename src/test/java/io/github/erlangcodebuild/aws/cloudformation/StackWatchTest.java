package io.github.erlangcodebuild.aws.cloudformation;

import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.eventsAre;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.formationError;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.noStack;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.stackIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackWatchTest {

    private static final String OLD = "0 x y OLD";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.aws();
    private final RecordingStackLog log = new RecordingStackLog();
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
    void theStatusOfBeforeTheChangeIsNotTakenForItsEnd() {
        account.stack(stackIs("UPDATE_COMPLETE"));
        account.events(
                eventsAre(OLD), eventsAre(OLD), eventsAre("1 Project AWS::CodeBuild::Project UPDATE_COMPLETE", OLD));

        watch();

        assertThat(log.lines).containsExactly("event Project AWS::CodeBuild::Project UPDATE_COMPLETE ");
    }

    @Test
    void anOldStatusBesideTheFirstEventIsNotTheEndOfTheChange() {
        account.stack(
                stackIs("UPDATE_COMPLETE"), // read just before the event below came
                stackIs("UPDATE_ROLLBACK_COMPLETE"));
        account.events(
                eventsAre(OLD),
                eventsAre("1 erlang-toolchain AWS::CloudFormation::Stack UPDATE_IN_PROGRESS", OLD),
                eventsAre(
                        "2 Project AWS::CodeBuild::Project UPDATE_FAILED Invalid image name.",
                        "1 erlang-toolchain AWS::CloudFormation::Stack UPDATE_IN_PROGRESS",
                        OLD));

        assertThatThrownBy(this::watch)
                .hasMessageStartingWith("Changing the stack erlang-toolchain failed, and it is UPDATE_ROLLBACK_COMPLETE"
                        + " now: Project (AWS::CodeBuild::Project): Invalid image name.\n");
    }

    @Test
    void theResourceThatFailedFirstIsTheReason() {
        account.stack(stackIs("CREATE_IN_PROGRESS", ""), stackIs("ROLLBACK_COMPLETE", ""));
        account.events(
                eventsAre("0 erlang-toolchain AWS::CloudFormation::Stack REVIEW_IN_PROGRESS"),
                eventsAre(
                        "4 Project AWS::CodeBuild::Project CREATE_FAILED Later.",
                        "3 BuildRole AWS::IAM::Role CREATE_FAILED User is not authorized to perform: iam:CreateRole.",
                        "2 LogGroup AWS::Logs::LogGroup CREATE_FAILED Resource creation cancelled",
                        "0 erlang-toolchain AWS::CloudFormation::Stack REVIEW_IN_PROGRESS"));

        assertThatThrownBy(this::watch)
                .hasMessageContaining("failed, and it is ROLLBACK_COMPLETE now: BuildRole (AWS::IAM::Role): User is not"
                        + " authorized to perform: iam:CreateRole.\n")
                .hasMessageContaining("delete the stack with aws cloudformation delete-stack --stack-name"
                        + " erlang-toolchain --region us-east-1, and run this again.");
    }

    @Test
    void aStackThatSomebodyDeletesMeanwhileIsGone() {
        account.stack(stackIs("UPDATE_IN_PROGRESS"), noStack());
        account.events(eventsAre(OLD), eventsAre("1 x y UPDATE_IN_PROGRESS", OLD));

        assertThatThrownBy(this::watch)
                .hasMessage("The stack erlang-toolchain is gone.\n"
                        + "Somebody deleted it: run this again to make it anew.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeStacks", "DescribeStackEvents"})
    void whenTheStackCannotBeWatchedAnyMoreItsChangeGoesOn(String action) {
        account.stack(stackIs("UPDATE_IN_PROGRESS"));
        account.events(eventsAre(OLD));
        ResponseDefinitionBuilder expired =
                formationError(403, "ExpiredToken", "The security token included in the request is expired");
        account.formation(
                action, action.equals("DescribeStacks") ? stackIs("UPDATE_IN_PROGRESS") : eventsAre(OLD), expired);

        assertThatThrownBy(this::watch)
                .hasMessageContaining("(cloudformation:" + action + "): the credentials have expired")
                .hasMessageContaining(
                        " is expired). The change of the stack continues: look at it in the CloudFormation console.\nGet fresh ones:");
    }

    private void watch() {
        Polling polling = new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofSeconds(3));
        StackWatch.before(new StackClient(aws, "erlang-toolchain"), log, polling)
                .awaitSuccess();
    }
}
