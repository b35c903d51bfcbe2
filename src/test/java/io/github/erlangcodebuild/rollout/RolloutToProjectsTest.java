package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.rollout.RolloutStandIn.CURATED;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.DIGEST;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.NEW;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.OLD;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.noProject;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.project;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.projects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.iam.IamStandIn;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import io.github.erlangcodebuild.rollout.RolloutRequest.Image;
import io.github.erlangcodebuild.testing.Attached;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutToProjectsTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/build";
    private static final String DENIED = "<EvalDecision>implicitDeny</EvalDecision>";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT_PROJECTS);
    private final RecordingRolloutLog told = new RecordingRolloutLog();
    private Image image = Image.named(NEW);
    private RolloutStandIn account;

    @BeforeEach
    void meet() {
        account = new RolloutStandIn(standIn);
        account.codeBuild("BatchGetProjects", projects(project("a", CURATED)));
    }

    /** Whatever a test made the rollout do, the policy in its message and in the documentation allows; what it tries in vain, too. */
    @AfterEach
    void close() {
        assertThat(RolloutPolicyTest.allowed(IamPolicy.ROLLOUT_PROJECTS))
                .containsAll(account.calls().stream()
                        .filter(call -> !call.equals("iam:SimulatePrincipalPolicy"))
                        .toList());
        aws.close();
    }

    @Test
    void imageAndPullCredentialsChangeAndTheRestOfTheEnvironmentStays() {
        RolloutResult rolledOut = rollOut("a");

        ObjectNode expected = (ObjectNode) project("a", CURATED).get("environment");
        expected.put("image", NEW).put("imagePullCredentialsType", "SERVICE_ROLE");
        assertThat(account.sent("UpdateProject")).singleElement().satisfies(sent -> {
            assertThat(sent.get("name").asText()).isEqualTo("a");
            assertThat(sent.get("environment")).isEqualTo(expected);
            assertThat(sent.size()).isEqualTo(2);
        });
        assertThat(rolledOut.projects()).containsExactly("a");
        assertThat(rolledOut.changes())
                .containsExactly(new ImageChange(
                        "project a", "a", CURATED, NEW, "image pull credentials CODEBUILD -> SERVICE_ROLE"));
        assertThat(told.lines).containsExactly("image " + NEW + " " + DIGEST, "updated project a to " + NEW);
        assertThat(account.calls()).noneMatch(call -> call.startsWith("cloudformation:"));
    }

    @Test
    void undoneAProjectLoadsItsImageAsBeforeAndKeepsWhatChangedMeanwhile() {
        ObjectNode before = project("a", "registry.example.com/team/otp:1");
        before.withObject("/environment/registryCredential")
                .put("credential", "docker-login")
                .put("credentialProvider", "SECRETS_MANAGER");
        ObjectNode meanwhile = project("a", NEW);
        meanwhile.withObject("/environment").put("computeType", "BUILD_GENERAL1_2XLARGE");
        account.codeBuild("BatchGetProjects", projects(before), projects(before), projects(meanwhile));
        Rollout rollout = rollout();

        RolloutResult rolledOut = rollout.apply(rollout.plan(request("a")));
        rollout.undo(rolledOut);

        assertThat(rolledOut.changes().get(0).beside()).isEqualTo("registry credential docker-login -> none");
        JsonNode there = account.sent("UpdateProject").get(0).get("environment");
        assertThat(there.has("registryCredential")).isFalse();
        JsonNode back = account.sent("UpdateProject").get(1).get("environment");
        assertThat(back.get("image").asText()).isEqualTo("registry.example.com/team/otp:1");
        assertThat(back.at("/registryCredential/credential").asText()).isEqualTo("docker-login");
        assertThat(back.get("computeType").asText()).isEqualTo("BUILD_GENERAL1_2XLARGE");
        assertThat(told.lines).endsWith("undoing", "updated project a to registry.example.com/team/otp:1");
    }

    @Test
    void anImageOfTheSameRepositoryIsLoadedAsBefore() {
        ObjectNode trusted = project("a", OLD);
        trusted.withObject("/environment").put("imagePullCredentialsType", "CODEBUILD");
        account.codeBuild("BatchGetProjects", projects(trusted));

        rollOut("a");

        assertThat(account.sent("UpdateProject")
                        .get(0)
                        .at("/environment/imagePullCredentialsType")
                        .asText())
                .isEqualTo("CODEBUILD");
    }

    @Test
    void backOnACuratedImageCodeBuildLoadsItItself() {
        image = Image.named(CURATED);
        account.codeBuild("BatchGetProjects", projects(project("a", NEW)));

        rollOut("a");

        assertThat(account.sent("UpdateProject")
                        .get(0)
                        .at("/environment/imagePullCredentialsType")
                        .asText())
                .isEqualTo("CODEBUILD");
    }

    @Test
    void anImageThatCannotBeLookedForIsRolledOutWithAWordOfIt() {
        image = Image.named("erlang-codebuild:27.1");

        rollOut("a");

        assertThat(told.lines)
                .anyMatch(line -> line.startsWith("warning: The image erlang-codebuild:27.1 names no registry"));
        assertThat(account.sent("UpdateProject")).hasSize(1);
    }

    @Test
    void whatHasTheImageIsLeftAlone() {
        account.codeBuild(
                "BatchGetProjects", projects(project("a", NEW), project("b", OLD)), projects(project("b", OLD)));

        RolloutResult rolledOut = rollOut("a", "b");

        assertThat(account.sent("UpdateProject"))
                .singleElement()
                .satisfies(sent -> assertThat(sent.get("name").asText()).isEqualTo("b"));
        assertThat(rolledOut.projects()).containsExactly("a", "b");
        assertThat(told.lines).contains("unchanged a", "updated project b to " + NEW);
    }

    @Test
    void aProjectOfAStackIsWarnedOf() {
        ObjectNode ofStack = project("a", OLD);
        ofStack.putArray("tags")
                .addObject()
                .put("key", "aws:cloudformation:stack-name")
                .put("value", "ci");
        account.codeBuild("BatchGetProjects", projects(ofStack));

        rollout().plan(request("a"));

        assertThat(told.lines)
                .contains("warning: a belongs to the stack ci, whose next update may take it back to the image of the"
                        + " template. Change the stack instead: -Derlang-codebuild.stackName=ci.");
        assertThat(account.calls()).doesNotContain("codebuild:UpdateProject");
    }

    @Test
    void allAreChangedOrNone() {
        account.codeBuild(
                "BatchGetProjects",
                projects(project("a", OLD), project("b", OLD)),
                projects(project("a", OLD)),
                projects(project("b", OLD)),
                projects(project("b", OLD)),
                projects(project("a", NEW)));
        account.codeBuild(
                "UpdateProject",
                AwsStandIn.json("{}"),
                AwsStandIn.ecrError("AccessDeniedException", "not authorized"),
                AwsStandIn.json("{}"));

        assertThatThrownBy(() -> rollOut("a", "b"))
                .hasMessageContaining("Cannot change the project b (codebuild:UpdateProject): access denied")
                .hasMessageContaining("What had been changed is as it was before.")
                .hasMessageContaining("This identity needs codebuild:UpdateProject on"
                        + " arn:aws:codebuild:us-east-1:123456789012:project/b.")
                .satisfies(Attached.as("All that rollout to projects needs"));
        assertThat(account.sent("UpdateProject").get(2).at("/environment/image").asText())
                .isEqualTo(OLD);
        assertThat(told.lines).endsWith("updated project a to " + NEW, "undoing", "updated project a to " + OLD);
    }

    @Test
    void aChangeWhoseAnswerWasLostIsTakenBackToo() {
        account.codeBuild(
                "BatchGetProjects",
                projects(project("a", OLD), project("b", OLD)),
                projects(project("a", OLD)),
                projects(project("b", OLD)),
                projects(project("b", NEW)),
                projects(project("a", NEW)));
        account.codeBuild(
                "UpdateProject",
                AwsStandIn.json("{}"),
                AwsStandIn.ecrError("InvalidInputException", "and yet it moves"),
                AwsStandIn.json("{}"));

        assertThatThrownBy(() -> rollOut("a", "b")).hasMessageContaining("What had been changed is as it was before.");

        assertThat(account.sent("UpdateProject"))
                .extracting(sent -> sent.get("name").asText() + " "
                        + sent.at("/environment/image").asText())
                .containsExactly("a " + NEW, "b " + NEW, "b " + OLD, "a " + OLD);
    }

    @Test
    void theOnlyOneIsTakenBackToo() {
        account.codeBuild(
                "BatchGetProjects",
                projects(project("a", OLD)),
                projects(project("a", OLD)),
                projects(project("a", NEW)));
        account.codeBuild("UpdateProject", AwsStandIn.ecrError("InvalidInputException", "yes"), AwsStandIn.json("{}"));

        assertThatThrownBy(() -> rollOut("a")).hasMessageContaining("What had been changed is as it was before.");
        assertThat(told.lines).endsWith("updated project a to " + OLD);
    }

    @Test
    void whatNeverChangedNeedsNoWayBack() {
        account.codeBuild("BatchGetProjects", projects(project("a", OLD)));
        account.codeBuild("UpdateProject", AwsStandIn.ecrError("InvalidInputException", "Invalid image"));

        assertThatThrownBy(() -> rollOut("a"))
                .hasMessageContaining("AWS answered InvalidInputException: Invalid image (HTTP 400).")
                .hasMessageNotContaining("as it was before");
        assertThat(account.sent("UpdateProject")).hasSize(1);
    }

    @Test
    void whatSomebodyChoseSinceStaysAndIsWarnedOf() {
        String newer = RolloutStandIn.REPOSITORY + ":28.0";
        account.codeBuild(
                "BatchGetProjects",
                projects(project("a", OLD), project("b", OLD)),
                projects(project("a", OLD)),
                projects(project("b", OLD)),
                projects(project("b", newer)),
                projects(project("a", NEW)));
        Rollout rollout = rollout();

        List<ImageChange> wentBack = rollout.undo(rollout.apply(rollout.plan(request("a", "b"))));

        assertThat(wentBack).extracting(ImageChange::name).containsExactly("a");
        assertThat(account.sent("UpdateProject")).hasSize(3);
        assertThat(told.lines)
                .contains("warning: Somebody has given the project b the image " + newer
                        + " since, so it does not go back" + " to " + OLD + ".");
    }

    @Test
    void allAreTriedWhenOneCannotBeTakenBack() {
        account.codeBuild(
                "BatchGetProjects",
                projects(project("a", OLD), project("b", OLD)),
                projects(project("a", OLD)),
                projects(project("b", OLD)),
                projects(project("b", NEW)),
                projects(project("a", NEW)));
        account.codeBuild(
                "UpdateProject",
                AwsStandIn.json("{}"),
                AwsStandIn.json("{}"),
                AwsStandIn.ecrError("InvalidInputException", "no"),
                AwsStandIn.json("{}"));
        Rollout rollout = rollout();
        RolloutResult rolledOut = rollout.apply(rollout.plan(request("a", "b")));

        assertThatThrownBy(() -> rollout.undo(rolledOut)).hasMessageContaining("Cannot change the project b");
        assertThat(told.lines).endsWith("undoing", "updated project a to " + OLD);
    }

    @Test
    void whatCannotBeTakenBackIsSaidToo() {
        account.codeBuild(
                "BatchGetProjects",
                projects(project("a", OLD), project("b", OLD)),
                projects(project("a", OLD)),
                projects(project("b", OLD)),
                projects(project("b", OLD)),
                projects(project("a", NEW)));
        account.codeBuild(
                "UpdateProject", AwsStandIn.json("{}"), AwsStandIn.ecrError("InvalidInputException", "Invalid image"));

        assertThatThrownBy(() -> rollOut("a", "b"))
                .hasMessageContaining("AWS answered InvalidInputException: Invalid image (HTTP 400).")
                .hasMessageContaining("Taking back what had been changed failed too: Cannot change the project a");
    }

    @Test
    void aProjectThatIsNotThereIsNamedBeforeAnythingChanges() {
        account.codeBuild("BatchGetProjects", noProject("b", project("a", OLD)));

        assertThatThrownBy(() -> rollOut("a", "b"))
                .hasMessageStartingWith("There is no CodeBuild project b in account 123456789012 in us-east-1.\n");
        assertThat(account.calls()).doesNotContain("codebuild:UpdateProject");
    }

    @Test
    void aRoleThatMayNotLoadTheImageIsWarnedOfBeforeAnythingChanges() {
        of("LINUX_CONTAINER", ROLE);
        new IamStandIn(standIn, ROLE)
                .allows(Set.of("sts:GetCallerIdentity", "ecr:GetAuthorizationToken", "ecr:BatchGetImage"))
                .decides("ecr:GetDownloadUrlForLayer", DENIED)
                .decides("ecr:BatchCheckLayerAvailability", DENIED)
                .start();

        rollOut("a");

        assertThat(told.lines)
                .contains("warning: The role " + ROLE
                        + " of a may not load the image, so builds will fail in PROVISIONING. The"
                        + " statement that is missing:\n"
                        + "{\"Effect\":\"Allow\",\"Action\":[\"ecr:BatchCheckLayerAvailability\",\"ecr:GetDownloadUrlForLayer\"],"
                        + "\"Resource\":\"arn:aws:ecr:us-east-1:123456789012:repository/erlang-codebuild\"}");
        assertThat(account.calls()).containsSubsequence("iam:SimulatePrincipalPolicy", "codebuild:UpdateProject");
    }

    @Test
    void aRoleThatLacksTheLoginTooGetsTwoStatements() {
        of("LINUX_CONTAINER", ROLE);
        new IamStandIn(standIn, ROLE)
                .allows(Set.of(
                        "sts:GetCallerIdentity", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"))
                .decides("ecr:GetAuthorizationToken", DENIED)
                .decides("ecr:BatchGetImage", DENIED)
                .start();

        rollOut("a");

        assertThat(told.lines)
                .anyMatch(line -> line.contains(
                                "{\"Effect\":\"Allow\",\"Action\":\"ecr:GetAuthorizationToken\",\"Resource\":\"*\"}\n")
                        && line.contains("\"Action\":\"ecr:BatchGetImage\",\"Resource\":\"arn:aws:ecr:"));
    }

    @Test
    void aRoleThatMayIsNotSpokenOf() {
        of("LINUX_CONTAINER", ROLE);
        new IamStandIn(standIn, ROLE)
                .allows(Set.of(
                        "sts:GetCallerIdentity",
                        "ecr:GetAuthorizationToken",
                        "ecr:BatchGetImage",
                        "ecr:GetDownloadUrlForLayer",
                        "ecr:BatchCheckLayerAvailability"))
                .start();

        rollOut("a");

        assertThat(told.lines).containsExactly("image " + NEW + " " + DIGEST, "updated project a to " + NEW);
    }

    @Test
    void whoMayNotAskIamReadsThatItWasNotChecked() {
        of("LINUX_CONTAINER", ROLE);
        IamStandIn.denies(standIn);

        rollOut("a");

        assertThat(told.lines)
                .anyMatch(line ->
                        line.contains("whether the role " + ROLE + " of a may load the image: there is no such role, or"
                                + " this identity may not ask IAM (iam:SimulatePrincipalPolicy)."));
        assertThat(account.calls()).contains("codebuild:UpdateProject");
    }

    @Test
    void forAnImageOutsideOfEcrNoRoleIsLookedAt() {
        of("LINUX_CONTAINER", ROLE);
        image = Image.named(CURATED + "-26.10.15");

        rollOut("a");

        assertThat(account.calls()).noneMatch(call -> call.startsWith("iam:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LINUX_EC2",
                "ARM_EC2",
                "WINDOWS_EC2",
                "WINDOWS_CONTAINER",
                "WINDOWS_SERVER_2022_CONTAINER",
                "MAC_ARM"
            })
    void aProjectThatRunsNoLinuxContainerIsRefused(String type) {
        of(type);

        assertThatThrownBy(() -> rollOut("a"))
                .hasMessageStartingWith(
                        "The project a builds on " + type + ", which runs no Linux container image.\nGive it the");
        assertThat(account.calls()).doesNotContain("codebuild:UpdateProject");
    }

    @ParameterizedTest
    @CsvSource({
        "LINUX_CONTAINER, amd64",
        "LINUX_GPU_CONTAINER, amd64",
        "ARM_CONTAINER, arm64",
    })
    void linuxContainersTakeImagesOfTheirArchitecture(String type, String architecture) {
        of(type);
        image = new Image(NEW, Optional.empty(), Optional.of(architecture));

        rollOut("a");

        assertThat(account.calls()).contains("codebuild:UpdateProject");
        assertThat(told.lines).noneMatch(line -> line.contains("Lambda"));
    }

    @ParameterizedTest
    @CsvSource({"LINUX_LAMBDA_CONTAINER, amd64", "ARM_LAMBDA_CONTAINER, arm64"})
    void lambdaComputeIsWarnedOf(String type, String architecture) {
        of(type);
        image = new Image(NEW, Optional.empty(), Optional.of(architecture));

        rollOut("a");

        assertThat(account.calls()).contains("codebuild:UpdateProject");
        assertThat(told.lines)
                .anyMatch(line ->
                        line.contains("The project a builds on Lambda compute (" + type + "). Lambda takes images"));
    }

    private void of(String environmentType) {
        of(environmentType, null);
    }

    private void of(String environmentType, @Nullable String role) {
        ObjectNode project = project("a", CURATED).put("serviceRole", role);
        project.withObject("/environment").put("type", environmentType);
        account.codeBuild("BatchGetProjects", projects(project));
    }

    @Test
    void anImageForOtherMachinesIsRefused() {
        of("ARM_CONTAINER");
        image = new Image(NEW, Optional.empty(), Optional.of("amd64"));

        assertThatThrownBy(() -> rollOut("a"))
                .hasMessageContaining("is for amd64, and the project a builds on ARM_CONTAINER");
    }

    @Test
    void aThrottledAndADeniedLookSaySo() {
        account.codeBuild("BatchGetProjects", BootstrapStandIn.throttled());
        assertThatThrownBy(() -> rollOut("a"))
                .hasMessageContaining("(codebuild:BatchGetProjects): AWS limits how often it may be asked");

        account.codeBuild("BatchGetProjects", AwsStandIn.ecrError("AccessDeniedException", ""));
        assertThatThrownBy(() -> rollOut("a"))
                .hasMessageContaining("Cannot look at the project a (codebuild:BatchGetProjects): access denied");
    }

    private RolloutResult rollOut(String... names) {
        Rollout rollout = rollout();
        return rollout.apply(rollout.plan(request(names)));
    }

    private Rollout rollout() {
        return new Rollout(aws, told, new Polling(() -> Instant.EPOCH, pause -> {}, Duration.ofSeconds(3)));
    }

    private RolloutRequest request(String... names) {
        return new RolloutRequest(image, false, Optional.empty(), List.of(names), false, Optional.empty());
    }
}
