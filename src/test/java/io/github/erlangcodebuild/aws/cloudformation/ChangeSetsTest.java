package io.github.erlangcodebuild.aws.cloudformation;

import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.changeSet;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.formationError;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
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

    private static final String EARLY_VALIDATION = "The following hook(s)/validation failed:"
            + " [AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early Validation errors, use the DescribeEvents"
            + " API for detailed failure information.";

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

    /** As CloudFormation answers since November 2025: the status has no more than that, and the events say what. */
    @Test
    void whatWasFoundBeforeAnythingChangedIsSaidByResource() {
        account.changeSets(changeSet("FAILED", EARLY_VALIDATION));
        account.formation("DescribeEvents", events("""
                <member><EventId>1</EventId><EventType>VALIDATION_ERROR</EventType><OperationType>CREATE_CHANGESET</OperationType>
                  <LogicalResourceId>Bucket</LogicalResourceId><ResourceType>AWS::S3::Bucket</ResourceType>
                  <ValidationName>NAME_CONFLICT_VALIDATION</ValidationName><ValidationStatus>FAILED</ValidationStatus>
                  <ValidationFailureMode>FAIL</ValidationFailureMode>
                  <ValidationStatusReason>Resource of type 'AWS::S3::Bucket' with identifier 'x' already exists.</ValidationStatusReason><ValidationPath>/Resources/Bucket/Properties/BucketName</ValidationPath></member>
                <member><EventId>2</EventId><EventType>VALIDATION_ERROR</EventType>
                  <ValidationStatusReason>Something of the whole template.</ValidationStatusReason></member>
                <member><EventId>3</EventId><EventType>HOOK_INVOCATION_ERROR</EventType>
                  <LogicalResourceId>BuildRole</LogicalResourceId><ResourceType>AWS::IAM::Role</ResourceType>
                  <HookType>Corp::Roles</HookType><HookStatusReason>No boundary.</HookStatusReason></member>
                <member><EventId>4</EventId><EventType>STACK_EVENT</EventType></member>"""));

        assertThatThrownBy(() -> create(false)).hasMessage("""
                        CloudFormation cannot change the stack erlang-toolchain: The following hook(s)/validation failed: \
                        [AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early Validation errors, use the \
                        DescribeEvents API for detailed failure information.
                          Bucket (AWS::S3::Bucket), /Resources/Bucket/Properties/BucketName: Resource of type 'AWS::S3::Bucket' \
                        with identifier 'x' already exists.
                          Something of the whole template.
                          BuildRole (AWS::IAM::Role): No boundary.
                        Correct what it names, and run this again.""");
        assertThat(account.form("cloudformation:DescribeEvents"))
                .containsEntry("ChangeSetName", BootstrapStandIn.changeSet())
                .containsEntry("Filters.FailedEvents", "true");
        assertThat(account.calls())
                .containsSubsequence("cloudformation:DescribeEvents", "cloudformation:DeleteChangeSet");
    }

    @Test
    void whoMayNotAskForTheEventsReadsTheReason() {
        account.changeSets(changeSet("FAILED", EARLY_VALIDATION));
        account.formation("DescribeEvents", formationError(403, "AccessDenied", "no"));

        assertThatThrownBy(() -> create(false))
                .hasMessageEndingWith("for detailed failure information.\nCorrect what it names, and run this again.");
    }

    @Test
    void theEmptyStackOfAChangeSetThatFailedDoesNotStayBehind() {
        account.changeSets(changeSet("FAILED", EARLY_VALIDATION));
        account.stack(BootstrapStandIn.stackIs("REVIEW_IN_PROGRESS", ""));
        account.formation("DeleteStack", xml("DeleteStack", ""));

        assertThatThrownBy(() -> create(true)).hasMessageEndingWith("Correct what it names, and run this again.");

        assertThat(account.form("cloudformation:DeleteStack")).containsEntry("StackName", "erlang-toolchain");
        assertThat(account.calls()).containsSubsequence("cloudformation:DeleteChangeSet", "cloudformation:DeleteStack");
    }

    @Test
    void whereItCannotBeDeletedTheCommandIsSaid() {
        account.changeSets(changeSet("FAILED", EARLY_VALIDATION));
        account.stack(BootstrapStandIn.stackIs("REVIEW_IN_PROGRESS", ""));
        account.formation("DeleteStack", formationError(403, "AccessDenied", "no"));

        assertThatThrownBy(() -> create(true))
                .hasMessageEndingWith("The empty stack may be left over: aws cloudformation delete-stack --stack-name"
                        + " erlang-toolchain --region us-east-1");
    }

    /** Somebody else may have a change set in it. */
    @Test
    void anEmptyStackThatWasThereBeforeStays() {
        account.changeSets(changeSet("FAILED", EARLY_VALIDATION));

        assertThatThrownBy(() -> create(ChangeSets.Before.REVIEW))
                .hasMessageEndingWith("Correct what it names, and run this again.");

        assertThat(account.calls()).doesNotContain("cloudformation:DeleteStack");
    }

    private static ResponseDefinitionBuilder events(String members) {
        return xml("DescribeEvents", "<OperationEvents>" + members + "</OperationEvents>");
    }

    private Optional<ChangeSet> create(boolean createsStack) {
        return create(createsStack ? ChangeSets.Before.NOTHING : ChangeSets.Before.STACK);
    }

    private Optional<ChangeSet> create(ChangeSets.Before before) {
        Polling polling = new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofMinutes(1));
        return new ChangeSets(new StackClient(aws, "erlang-toolchain"), polling).create(CHANGE, before);
    }
}
