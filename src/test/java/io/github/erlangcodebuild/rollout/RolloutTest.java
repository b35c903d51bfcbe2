package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.eventsAre;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.formationError;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.CURATED;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.DIGEST;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.NEW;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.OLD;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.changes;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.parameter;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.project;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.projects;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.resources;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.stackIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import io.github.erlangcodebuild.proof.Prices;
import io.github.erlangcodebuild.rollout.RolloutRequest.Image;
import io.github.erlangcodebuild.rollout.RolloutRequest.StackParameter;
import io.github.erlangcodebuild.testing.Attached;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts to a stack's parameter. */
class RolloutTest {

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
    private final RecordingRolloutLog told = new RecordingRolloutLog();
    private String image = NEW;
    private Optional<String> architecture = Optional.empty();
    private String parameter = "CodeBuildImage";
    private boolean allowReplacement;
    private Optional<TestBuildRequest> testBuild = Optional.empty();
    private RolloutStandIn account;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @BeforeEach
    void meet() {
        account = new RolloutStandIn(standIn);
    }

    /** Whatever a test made the rollout do, the policy in its message and in the documentation allows. */
    @AfterEach
    void close() {
        assertThat(RolloutPolicyTest.allowed(IamPolicy.ROLLOUT)).containsAll(account.calls());
        aws.close();
    }

    // --- what it does ---

    @Test
    void oneParameterOfTheStackChangesAndEverythingElseStays() {
        RolloutResult rolledOut = rollOut();

        assertThat(account.forms("CreateChangeSet")).singleElement().satisfies(form -> assertThat(form)
                .containsEntry("StackName", "erlang")
                .containsEntry("ChangeSetType", "UPDATE")
                .containsEntry("UsePreviousTemplate", "true")
                .containsEntry("Parameters.member.1.ParameterKey", "CodeBuildImage")
                .containsEntry("Parameters.member.1.ParameterValue", NEW)
                .containsEntry("Parameters.member.2.ParameterKey", "LogDays")
                .containsEntry("Parameters.member.2.UsePreviousValue", "true")
                .containsEntry("Capabilities.member.1", "CAPABILITY_IAM")
                .containsEntry("Capabilities.member.2", "CAPABILITY_AUTO_EXPAND")
                .doesNotContainKey("Parameters.member.2.ParameterValue")
                .doesNotContainKey("Parameters.member.3.ParameterKey")
                .doesNotContainKey("RoleARN")
                .allSatisfy((name, value) -> assertThat(name)
                        .doesNotStartWith("Tags")
                        .doesNotStartWith("NotificationARNs")
                        .doesNotStartWith("Template")));
        assertThat(told.lines)
                .containsExactly(
                        "image " + NEW + " " + DIGEST,
                        "updating erlang",
                        "event Project UPDATE_IN_PROGRESS",
                        "event Project UPDATE_COMPLETE",
                        "event erlang UPDATE_COMPLETE");
        assertThat(rolledOut.image()).isEqualTo(NEW);
        assertThat(rolledOut.changed()).isTrue();
        assertThat(rolledOut.projects()).containsExactly("erlang");
        assertThat(rolledOut.changes())
                .containsExactly(new ImageChange("stack erlang, parameter CodeBuildImage", "erlang", OLD, NEW, ""));
        assertThat(account.calls()).doesNotContain("codebuild:UpdateProject", "codebuild:ListProjects");
    }

    @Test
    void aPlanSaysWhatWouldChangeAndLeavesNothingBehindWhenItIsDiscarded() {
        account.changeSet(
                RolloutStandIn.changesAndMore("more", "Project AWS::CodeBuild::Project Modify False"),
                changes("BuildRole AWS::IAM::Role Modify Conditional", "Old AWS::S3::Bucket Remove"));
        Rollout rollout = rollout();

        RolloutPlan plan = rollout.plan(request());
        rollout.discard(plan);

        assertThat(plan.isNeeded()).isTrue();
        assertThat(plan.resources())
                .containsExactly(
                        new ResourceChange("Modify", "Project", "AWS::CodeBuild::Project", "False"),
                        new ResourceChange("Modify", "BuildRole", "AWS::IAM::Role", "Conditional"),
                        new ResourceChange("Remove", "Old", "AWS::S3::Bucket", ""));
        assertThat(account.forms("DescribeChangeSet").get(1)).containsEntry("NextToken", "more");
        assertThat(account.calls())
                .endsWith("cloudformation:DeleteChangeSet")
                .doesNotContain("cloudformation:ExecuteChangeSet");
    }

    @Test
    void undoneTheParameterHasThePreviousImage() {
        Rollout rollout = rollout();
        RolloutResult rolledOut = rollout.apply(rollout.plan(request()));
        account.stack(NEW, "UPDATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE");
        account.events(
                eventsAre("3 x y OLD"), eventsAre("4 Project AWS::CodeBuild::Project UPDATE_COMPLETE", "3 x y OLD"));

        rollout.undo(rolledOut);

        assertThat(account.forms("CreateChangeSet")).hasSize(2);
        assertThat(account.forms("CreateChangeSet").get(1))
                .containsEntry("Parameters.member.1.ParameterValue", OLD)
                .containsEntry("Parameters.member.2.UsePreviousValue", "true")
                .containsEntry("UsePreviousTemplate", "true");
        assertThat(told.lines).endsWith("undoing", "updating erlang", "event Project UPDATE_COMPLETE");
    }

    @Test
    void whatSomebodyElseGaveTheParameterSinceStays() {
        Rollout rollout = rollout();
        RolloutResult rolledOut = rollout.apply(rollout.plan(request()));
        account.stack(CURATED, "UPDATE_COMPLETE");

        assertThat(rollout.undo(rolledOut)).isEmpty();

        assertThat(account.forms("CreateChangeSet")).hasSize(1);
        assertThat(told.lines)
                .endsWith(
                        "undoing",
                        "warning: Somebody has given the parameter CodeBuildImage of the stack erlang the value "
                                + CURATED + " since, so it does not go back to " + OLD + ".");
    }

    @Test
    void aParameterThatSomebodyElseTookBackHasGoneBack() {
        Rollout rollout = rollout();
        RolloutResult rolledOut = rollout.apply(rollout.plan(request()));
        account.stack(OLD, "UPDATE_COMPLETE");

        assertThat(rollout.undo(rolledOut)).isEqualTo(rolledOut.changes());

        assertThat(account.forms("CreateChangeSet")).hasSize(1);
        assertThat(told.lines).endsWith("undoing", "unchanged erlang");
    }

    @Test
    void aParameterThatTheStackWasGivenSinceKeepsItsValueOnTheWayBack() {
        Rollout rollout = rollout();
        RolloutResult rolledOut = rollout.apply(rollout.plan(request()));
        String since = parameter("CodeBuildImage", NEW) + parameter("LogDays", "7") + parameter("Fleet", "f");
        account.formation("DescribeStacks", stackIs("UPDATE_COMPLETE", since), stackIs("UPDATE_COMPLETE", since));
        account.events(
                eventsAre("3 x y OLD"), eventsAre("4 Project AWS::CodeBuild::Project UPDATE_COMPLETE", "3 x y OLD"));

        rollout.undo(rolledOut);

        assertThat(account.forms("CreateChangeSet").get(1))
                .containsEntry("Parameters.member.3.ParameterKey", "Fleet")
                .containsEntry("Parameters.member.3.UsePreviousValue", "true");
    }

    @Test
    void theStackThatHasTheImageIsLeftAlone() {
        account.stack(NEW, "UPDATE_COMPLETE");
        account.codeBuild("BatchGetProjects", projects(project("erlang", NEW)));
        Rollout rollout = rollout();

        RolloutResult rolledOut = rollout.apply(rollout.plan(request()));
        rollout.undo(rolledOut);

        assertThat(rolledOut.changed()).isFalse();
        assertThat(rolledOut.projects()).containsExactly("erlang");
        assertThat(told.lines).containsExactly("image " + NEW + " " + DIGEST, "unchanged erlang");
        assertThat(account.calls()).doesNotContain("cloudformation:CreateChangeSet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"No updates are to be performed.", "The submitted information didn't contain changes."})
    void aChangeSetWithoutChangesIsSuccess(String reason) {
        account.changeSet(BootstrapStandIn.changeSet("FAILED", reason));

        rollOut();

        assertThat(told.lines).contains("unchanged erlang");
        assertThat(account.calls()).doesNotContain("cloudformation:ExecuteChangeSet");
    }

    @Test
    void aCuratedImageIsTheWayBackAndIsNotLookedForInEcr() {
        image = CURATED;
        account.codeBuild("BatchGetProjects", projects(project("erlang", OLD)), projects(project("erlang", CURATED)));

        RolloutResult rolledOut = rollOut();

        assertThat(rolledOut.projects()).containsExactly("erlang");
        assertThat(told.lines).contains("image " + CURATED + " -").noneMatch(line -> line.startsWith("warning"));
        assertThat(account.calls()).doesNotContain("ecr:DescribeImages");
    }

    @Test
    void whatHappensWithinNestedStacksIsSaidNotToBeLookedAt() {
        account.changeSet(changes("Builds AWS::CloudFormation::Stack Modify False"));

        rollOut();

        assertThat(told.lines)
                .contains(
                        "not checked: what CloudFormation would do within Builds: nested stacks have change sets of their"
                                + " own.");
    }

    @Test
    void projectsOfNestedStacksBelongToTheStack() {
        account.formation(
                "ListStackResources",
                resources("Builds AWS::CloudFormation::Stack arn:aws:cloudformation:us-east-1:123456789012:stack/n/1"),
                resources("Project AWS::CodeBuild::Project nested", "Role AWS::IAM::Role r"),
                resources("Builds AWS::CloudFormation::Stack arn:aws:cloudformation:us-east-1:123456789012:stack/n/1"),
                resources("Project AWS::CodeBuild::Project nested"));
        account.codeBuild("BatchGetProjects", projects(project("nested", OLD)), projects(project("nested", NEW)));
        account.changeSet(changes("Builds AWS::CloudFormation::Stack Modify False"));

        assertThat(rollOut().projects()).containsExactly("nested");

        assertThat(account.forms("ListStackResources").get(1))
                .containsEntry("StackName", "arn:aws:cloudformation:us-east-1:123456789012:stack/n/1");
        assertThat(told.lines).noneMatch(line -> line.startsWith("warning"));
    }

    @Test
    void aProjectOfTheStackThatIsNotOnItsImageYetCanBeReachedAllTheSame() {
        account.codeBuild("BatchGetProjects", projects(project("erlang", CURATED)));

        RolloutTarget target = rollout().plan(request()).target();

        assertThat(target.projects()).isEmpty();
        assertThat(target.reachable()).extracting(CodeBuildProject::name).containsExactly("erlang");
    }

    // --- what it warns of ---

    @Test
    void aChangeThatTouchesNoProjectIsDoubted() {
        account.changeSet(changes("Alarm AWS::CloudWatch::Alarm Modify False"));

        rollOut();

        assertThat(told.lines)
                .containsOnlyOnce(
                        "warning: CloudFormation would change no CodeBuild project. Is CodeBuildImage what its"
                                + " image comes from?");
    }

    @Test
    void aProjectThatDoesNotEndOnTheImageIsDoubted() {
        account.codeBuild("BatchGetProjects", projects(project("erlang", OLD)));

        assertThat(rollOut().projects()).isEmpty();

        assertThat(told.lines)
                .contains("warning: No CodeBuild project of the stack is on " + NEW
                        + " now, although its parameter CodeBuildImage is.");
    }

    @Test
    void aTemplateThatLeavesThePullCredentialsWithCodeBuildIsWarnedOf() {
        var without = project("erlang", NEW);
        without.withObject("/environment").put("imagePullCredentialsType", "CODEBUILD");
        account.codeBuild("BatchGetProjects", projects(project("erlang", OLD)), projects(without));

        rollOut();

        assertThat(told.lines)
                .anyMatch(line -> line.startsWith("warning: erlang loads its image with CodeBuild's own credentials"));
    }

    @Test
    void aNestedStackIsWarnedOf() {
        account.formation(
                "DescribeStacks",
                stackIs("UPDATE_COMPLETE", parameter("CodeBuildImage", OLD), "<ParentId>arn:parent</ParentId>"));

        rollout().plan(request());

        assertThat(told.lines)
                .contains("warning: erlang is nested in another stack, whose next update may take it back: arn:parent."
                        + " Change the parameter there.");
    }

    @Test
    void whatCannotBeLookedAtAfterwardsDoesNotUndoTheSuccess() {
        account.codeBuild(
                "BatchGetProjects",
                projects(project("erlang", OLD)),
                AwsStandIn.ecrError("AccessDeniedException", "no"));

        assertThat(rollOut().changed()).isTrue();

        assertThat(told.lines)
                .anyMatch(line -> line.startsWith("not checked: which projects use the image now: Cannot look at the"
                        + " project erlang (codebuild:BatchGetProjects): access denied"));
    }

    // --- what it refuses ---

    @ParameterizedTest
    @CsvSource({"Remove,", "Modify,True"})
    void whatWouldRemoveOrReplaceAResourceIsNotDoneUnasked(String action, String replacement) {
        account.changeSet(changes(
                "Project AWS::CodeBuild::Project Modify False",
                "Db AWS::RDS::DBInstance " + action + (replacement == null ? "" : " " + replacement)));

        assertThatThrownBy(this::rollOut)
                .hasMessage("To change its parameter, CloudFormation would remove or replace resources of the stack: Db"
                        + " (AWS::RDS::DBInstance).\nNothing has been changed. If that is what you want, run it again with"
                        + " -Derlang-codebuild.allowReplacement=true.");
        assertThat(account.calls())
                .contains("cloudformation:DeleteChangeSet")
                .doesNotContain("cloudformation:ExecuteChangeSet");

        allowReplacement = true;
        account.codeBuild("BatchGetProjects", projects(project("erlang", OLD)), projects(project("erlang", NEW)));
        account.stack(OLD, "UPDATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE");
        account.events(eventsAre("0 x y OLD"), eventsAre("1 Db AWS::RDS::DBInstance UPDATE_COMPLETE", "0 x y OLD"));
        assertThat(rollOut().changed()).isTrue();
    }

    @Test
    void aStackThatIsNotThereIsNamedWithAccountAndRegion() {
        account.formation(
                "DescribeStacks", formationError(400, "ValidationError", "Stack with id erlang does not exist"));

        assertThatThrownBy(this::rollOut)
                .hasMessage("There is no stack erlang in account 123456789012 in us-east-1.\nCheck name, account and"
                        + " region. A project without a stack is changed with -Derlang-codebuild.projects=….");
    }

    @Test
    void aStackWithoutTheParameterListsThoseThatItHas() {
        parameter = "Image";

        assertThatThrownBy(this::rollOut)
                .hasMessageStartingWith("The stack erlang has no parameter Image. It has CodeBuildImage, LogDays.\n")
                .hasMessageContaining("-Derlang-codebuild.stackParameter=");
        assertThat(account.calls()).doesNotContain("cloudformation:CreateChangeSet");
    }

    @Test
    void aParameterOfSystemsManagerIsChangedThere() {
        account.formation(
                "DescribeStacks",
                stackIs(
                        "UPDATE_COMPLETE",
                        "<member><ParameterKey>CodeBuildImage</ParameterKey><ParameterValue>/ci/image</ParameterValue>"
                                + "<ResolvedValue>" + OLD + "</ResolvedValue></member>"));

        assertThatThrownBy(this::rollOut)
                .hasMessageContaining("names a parameter of Systems Manager, /ci/image")
                .hasMessageContaining("aws ssm put-parameter --overwrite --name /ci/image --value ");
    }

    @Test
    void aHiddenParameterIsRefusedForNothingCouldGoBackToIt() {
        account.stack("****", "UPDATE_COMPLETE");

        assertThatThrownBy(this::rollOut).hasMessageContaining("is hidden (NoEcho), so nothing could go back to it.");
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE_IN_PROGRESS, is being changed already (UPDATE_IN_PROGRESS)",
        "UPDATE_ROLLBACK_IN_PROGRESS, is being changed already (UPDATE_ROLLBACK_IN_PROGRESS)",
        "ROLLBACK_COMPLETE, delete-stack --stack-name erlang",
        "UPDATE_ROLLBACK_FAILED, continue its rollback until its state"
    })
    void aStackThatCannotBeChangedSaysWhy(String state, String said) {
        account.stack(OLD, state);

        assertThatThrownBy(this::rollOut).hasMessageContaining(said);
        assertThat(account.calls()).doesNotContain("cloudformation:CreateChangeSet");
    }

    @Test
    void anImageForOtherMachinesIsRefused() {
        architecture = Optional.of("arm64");

        assertThatThrownBy(this::rollOut)
                .hasMessageStartingWith(
                        "The image " + NEW + " is for arm64, and the project erlang builds on LINUX_CONTAINER.\n");
        assertThat(account.calls()).doesNotContain("cloudformation:CreateChangeSet");
    }

    // --- what goes wrong at CloudFormation ---

    @Test
    void anUpdateThatIsRolledBackSaysWhyAndThatTheStackIsAsBefore() {
        account.stack(
                OLD, "UPDATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE");
        account.events(
                eventsAre("0 x y OLD"),
                eventsAre(
                        "2 Project AWS::CodeBuild::Project UPDATE_FAILED Invalid image name.",
                        "1 BuildRole AWS::IAM::Role UPDATE_FAILED Resource update cancelled",
                        "0 x y OLD"));

        assertThatThrownBy(this::rollOut)
                .hasMessage("Changing the stack erlang failed, and it is UPDATE_ROLLBACK_COMPLETE now: Project"
                        + " (AWS::CodeBuild::Project): Invalid image name.\n"
                        + "Correct that, and run this again; the stack is as it was before.");
        assertThat(told.lines).contains("event Project UPDATE_FAILED Invalid image name.");
    }

    @Test
    void anOldStateBesideTheFirstEventIsNotTheEndOfTheUpdate() {
        account.stack(OLD, "UPDATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE");
        account.events(
                eventsAre("0 x y OLD"),
                eventsAre("1 erlang AWS::CloudFormation::Stack UPDATE_IN_PROGRESS", "0 x y OLD"),
                eventsAre(
                        "2 Project AWS::CodeBuild::Project UPDATE_FAILED Invalid image name.",
                        "1 erlang AWS::CloudFormation::Stack UPDATE_IN_PROGRESS",
                        "0 x y OLD"));

        assertThatThrownBy(this::rollOut)
                .hasMessageStartingWith("Changing the stack erlang failed, and it is UPDATE_ROLLBACK_COMPLETE now:"
                        + " Project (AWS::CodeBuild::Project): Invalid image name.\n");
    }

    @Test
    void aStackThatWasRolledBackBeforeCanBeChanged() {
        account.stack(OLD, "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE");

        assertThat(rollOut().changed()).isTrue();
    }

    @Test
    void aParameterThatTheTemplateRefusesIsSaidInItsWords() {
        account.formation(
                "CreateChangeSet",
                formationError(400, "ValidationError", "Parameter 'CodeBuildImage' must match pattern ^aws/.*"));

        assertThatThrownBy(this::rollOut)
                .hasMessageContaining("Cannot plan the change of the stack erlang (cloudformation:CreateChangeSet)")
                .hasMessageContaining("must match pattern ^aws/.*");
    }

    @Test
    void throttlingWhileTheStackIsWatchedIsWaitedOut() {
        ResponseDefinitionBuilder slowDown = formationError(400, "Throttling", "Rate exceeded");
        String parameters = parameter("CodeBuildImage", OLD);
        account.changeSet(slowDown, slowDown, changes("Project AWS::CodeBuild::Project Modify False"));
        account.formation(
                "DescribeStacks",
                stackIs("UPDATE_COMPLETE", parameters),
                stackIs("UPDATE_COMPLETE", parameters),
                slowDown,
                slowDown,
                stackIs("UPDATE_COMPLETE", parameters));

        assertThat(rollOut().changed()).isTrue();
    }

    @Test
    void aStepWhoseAnswerIsLostIsRepeatedUnderTheSameToken() {
        ResponseDefinitionBuilder lost = formationError(500, "InternalFailure", "");
        account.formation(
                "CreateChangeSet",
                lost,
                BootstrapStandIn.xml("CreateChangeSet", "<Id>" + BootstrapStandIn.changeSet() + "</Id>"));
        account.formation("ExecuteChangeSet", lost, BootstrapStandIn.xml("ExecuteChangeSet", ""));

        rollOut();

        List<String> planned = account.forms("CreateChangeSet").stream()
                .map(form -> form.get("ClientToken"))
                .toList();
        List<String> executed = account.forms("ExecuteChangeSet").stream()
                .map(form -> form.get("ClientRequestToken"))
                .toList();
        assertThat(planned).hasSize(2).containsOnly(planned.get(0)).allMatch(token -> token.length() == 36);
        assertThat(executed).hasSize(2).containsOnly(executed.get(0)).allMatch(token -> token.length() == 36);
        assertThat(executed).doesNotContainAnyElementsOf(planned);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeStacks",
                "ListStackResources",
                "CreateChangeSet",
                "DescribeChangeSet",
                "ExecuteChangeSet",
                "DescribeStackEvents"
            })
    void aDeniedCallNamesTheRightAndShowsAllThatAreNeeded(String action) {
        account.formation(action, formationError(403, "AccessDenied", "denied"));

        assertThatThrownBy(this::rollOut)
                .hasMessageContaining("(cloudformation:" + action + "): access denied")
                .hasMessageContaining("This identity needs cloudformation:" + action
                        + " on arn:aws:cloudformation:us-east-1:123456789012:stack/erlang/*.")
                .satisfies(Attached.as(
                        "All that rollout to a stack with a service role needs",
                        "arn:aws:cloudformation:*:*:stack/erlang/*\""))
                .hasMessageNotContaining("iam:");
    }

    @Test
    void aTestBuildThatCannotBeStartedEndsThePlanAndLeavesNoChangeSet() {
        testBuild = Optional.of(new TestBuildRequest(List.of("other"), Duration.ofMinutes(10), 50, Prices.list()));

        assertThatThrownBy(() -> rollout().plan(request()))
                .hasMessageContaining("testProjects has other, which this rollout does not reach. It reaches erlang.");
        assertThat(account.calls())
                .contains("cloudformation:DeleteChangeSet")
                .doesNotContain("cloudformation:ExecuteChangeSet");
    }

    private RolloutResult rollOut() {
        Rollout rollout = rollout();
        return rollout.apply(rollout.plan(request()));
    }

    private Rollout rollout() {
        return new Rollout(aws, told, new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofSeconds(3)));
    }

    private RolloutRequest request() {
        return new RolloutRequest(
                new Image(image, Optional.empty(), architecture),
                false,
                Optional.of(new StackParameter("erlang", parameter)),
                List.of(),
                allowReplacement,
                testBuild);
    }
}
