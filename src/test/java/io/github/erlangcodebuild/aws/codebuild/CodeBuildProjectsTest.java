package io.github.erlangcodebuild.aws.codebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CodeBuildProjectsTest {

    private static final String ENVIRONMENT = """
            "type":"ARM_CONTAINER","computeType":"BUILD_GENERAL1_LARGE","privilegedMode":true""";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
    private final CodeBuildProjects projects = new CodeBuildProjects(aws);
    private BootstrapStandIn account;

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
        account.codeBuild("UpdateProject", AwsStandIn.json("{}"));
        project("""
                "source":{"type":"CODEPIPELINE"},"serviceRole":"arn:aws:iam::123456789012:role/build","tags":[{"key":"team","value":"a"},
                  {"key":"aws:cloudformation:stack-name","value":"ci"}],
                "environment":{%s,"image":"host/otp:26","imagePullCredentialsType":"SERVICE_ROLE",
                  "registryCredential":{"credential":"login","credentialProvider":"SECRETS_MANAGER"}}""".formatted(ENVIRONMENT));
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aProjectIsReadWithItsImageItsSourceAndTheStackThatMadeIt() {
        assertThat(projects.require("erlang"))
                .isEqualTo(new CodeBuildProject(
                        "erlang",
                        Optional.of(
                                new ProjectImage("host/otp:26", PullCredentials.SERVICE_ROLE, Optional.of("login"))),
                        "ARM_CONTAINER",
                        true,
                        Optional.of("arn:aws:iam::123456789012:role/build"),
                        Optional.of("ci")));
    }

    @Test
    void whereAProjectSaysNothingCodeBuildPullsTheImageItself() {
        project("\"environment\":{\"image\":\"host/otp:26\"}");

        assertThat(projects.require("erlang"))
                .isEqualTo(new CodeBuildProject(
                        "erlang",
                        Optional.of(new ProjectImage("host/otp:26", PullCredentials.CODEBUILD, Optional.empty())),
                        "",
                        false,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void theImageChangesAndTheRestOfTheEnvironmentIsSentBack() throws JsonProcessingException {
        boolean changed = projects.changeImage(
                "erlang",
                now -> Optional.of(new ProjectImage("host/otp:27", PullCredentials.CODEBUILD, Optional.empty())));

        assertThat(changed).isTrue();
        assertThat(account.calls()).containsExactly("codebuild:BatchGetProjects", "codebuild:UpdateProject");
        assertThat(account.sent("codebuild:UpdateProject"))
                .isEqualTo(json("{\"name\":\"erlang\",\"environment\":{" + ENVIRONMENT
                        + ",\"image\":\"host/otp:27\",\"imagePullCredentialsType\":\"CODEBUILD\"}}"));
    }

    /** As CodeBuild answered in September 2026: hostKernel is newer than the SDK, and a later member is not known to anybody yet. */
    @Test
    void whatTheSdkDoesNotKnowGoesBackAsItCameAndWhatOnlyAwsWritesDoesNot() throws JsonProcessingException {
        String kept = """
                "type":"LINUX_CONTAINER","computeType":"CUSTOM_INSTANCE_TYPE",
                "computeConfiguration":{"vCpu":2,"memory":9007199254740993,"instanceType":"c7i.large","later":[1.5,null,true]},
                "environmentVariables":[{"name":"TOKEN","value":"ä","type":"PARAMETER_STORE"}],
                "privilegedMode":true,"hostKernel":"LINUX_KERNEL_6","dockerServer":{"computeType":"BUILD_GENERAL1_SMALL"%s}""";
        project("\"environment\":{\"image\":\"host/otp:26\"," + kept.formatted("""
                ,"status":{"status":"CREATE_COMPLETE","message":""}""") + "}");

        projects.changeImage(
                "erlang",
                now -> Optional.of(new ProjectImage("host/otp:27", PullCredentials.SERVICE_ROLE, Optional.empty())));

        assertThat(account.sent("codebuild:UpdateProject"))
                .isEqualTo(json("{\"name\":\"erlang\",\"environment\":{" + kept.formatted("")
                        + ",\"image\":\"host/otp:27\",\"imagePullCredentialsType\":\"SERVICE_ROLE\"}}"));
    }

    @Test
    void whenAwsRefusesTheChangeTheMembersThatAreNotKnownAreNamed() {
        project(
                "\"environment\":{\"image\":\"host/otp:26\",\"type\":\"LINUX_CONTAINER\",\"computeType\":\"BUILD_GENERAL1_SMALL\",\"later\":1,\"hostLater\":{}}");
        account.codeBuild("UpdateProject", AwsStandIn.ecrError("InvalidInputException", "later is not a valid member"));

        assertThatThrownBy(() -> projects.changeImage("erlang", Optional::of))
                .hasMessageContaining("change the project erlang")
                .hasMessageContaining("later is not a valid member")
                .hasMessageEndingWith(
                        "Of the project's environment this version does not know later, hostLater, which was sent"
                                + " back as it came. If AWS refused that, change the image in the CodeBuild console or with the AWS"
                                + " CLI.");
    }

    @Test
    void anotherRefusalIsExplainedAsEver() {
        account.codeBuild("UpdateProject", AwsStandIn.ecrError("InvalidInputException", "Invalid image"));

        assertThatThrownBy(() -> projects.changeImage("erlang", Optional::of))
                .hasMessageContaining("Invalid image")
                .hasMessageNotContaining("does not know");
    }

    @Test
    void aRegistryCredentialIsSentWithTheServiceThatKeepsIt() {
        projects.changeImage("erlang", Optional::of);

        assertThat(account.sent("codebuild:UpdateProject").at("/environment/registryCredential"))
                .hasToString("{\"credential\":\"login\",\"credentialProvider\":\"SECRETS_MANAGER\"}");
    }

    @Test
    void whoeverChangesTheImageSeesTheOneThatIsThereAndMayLeaveIt() {
        List<String> seen = new ArrayList<>();

        boolean changed = projects.changeImage("erlang", now -> {
            seen.add(now.name());
            return Optional.empty();
        });

        assertThat(changed).isFalse();
        assertThat(seen).containsExactly("host/otp:26");
        assertThat(account.calls()).containsExactly("codebuild:BatchGetProjects");
    }

    @Test
    void aProjectThatIsMissingIsNamed() {
        account.codeBuild("BatchGetProjects", AwsStandIn.json("{\"projects\":[],\"projectsNotFound\":[\"erlang\"]}"));

        assertThatThrownBy(() -> projects.changeImage("erlang", Optional::of))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("There is no CodeBuild project erlang in account 123456789012 in us-east-1.");
    }

    private void project(String fields) {
        account.codeBuild("BatchGetProjects", AwsStandIn.json("{\"projects\":[{\"name\":\"erlang\"," + fields + "}]}"));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
