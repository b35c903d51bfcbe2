package io.github.erlangcodebuild.doctor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.IamStatement;
import io.github.erlangcodebuild.aws.iam.IamStandIn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DoctorTest {

    private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
    private static final String IMAGE = HOST + "/erlang-codebuild:27.1";
    private static final String BUCKET = "erlang-toolchain-123456789012-us-east-1";
    private static final String PLUGIN = GoalCommand.of("");

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    @BeforeEach
    void haveAllThereIs() {
        standIn.knowsTheCaller();
        standIn.givesToken("token", HOST);
        toolchains("otp-27.1/linux-amd64/toolchain.json", "otp-27.1/linux-amd64/toolchain.tar.gz");
        repository();
        stack("CREATE_COMPLETE");
        project(IMAGE);
    }

    @Test
    void whereAllIsThereNothingFailsAndNothingIsToDo() {
        mayDoEverything();

        Diagnosis diagnosis = examine(toProject());

        assertThat(diagnosis.failed()).isEmpty();
        assertThat(text(diagnosis, "credentials")).isEqualTo("JVM system properties");
        assertThat(text(diagnosis, "identity")).isEqualTo("arn:aws:sts::123456789012:assumed-role/build/session");
        assertThat(text(diagnosis, "region")).isEqualTo("us-east-1, as the parameter region says");
        assertThat(state(diagnosis, "rights.push")).isEqualTo(State.OK);
        assertThat(state(diagnosis, "rights.bootstrap")).isEqualTo(State.OK);
        assertThat(state(diagnosis, "rights.rollout")).isEqualTo(State.OK);
        assertThat(text(diagnosis, "toolchains")).isEqualTo("27.1 (amd64)");
        assertThat(text(diagnosis, "bootstrapStack")).isEqualTo("stack erlang-toolchain, CREATE_COMPLETE");
        assertThat(text(diagnosis, "rollout")).isEqualTo("on the newest image of OTP 27.1");
        assertThat(diagnosis.next().command())
                .hasValue(PLUGIN + "rollout -Derlang-codebuild.projects=app -Derlang-codebuild.report=true"
                        + " -Derlang-codebuild.region=us-east-1");
    }

    @Test
    void nothingIsChanged() {
        mayDoEverything();
        examine(toProject());

        assertThat(standIn.requests())
                .extracting(request -> request.getHeader("X-Amz-Target") == null
                        ? request.getMethod() + " " + request.getBodyAsString().replaceFirst("&.*", "")
                        : request.getHeader("X-Amz-Target").replaceFirst(".*\\.", ""))
                .isSubsetOf(
                        "GET ",
                        "POST Action=GetCallerIdentity",
                        "POST Action=SimulatePrincipalPolicy",
                        "POST Action=DescribeStacks",
                        "GetAuthorizationToken",
                        "DescribeRepositories",
                        "DescribeImages",
                        "BatchGetProjects");
    }

    @Test
    void withoutCredentialsOnlyThisHostIsLookedAtAndTheWayToThemIsNext() throws Exception {
        standIn.withoutCredentials();
        standIn.config("""
                [default]
                sso_start_url = https://x.example.com
                sso_region = us-east-1
                sso_account_id = 123456789012
                sso_role_name = build
                """);

        Diagnosis diagnosis = examine(toProject());

        assertThat(diagnosis.failed()).extracting(Finding::id).containsExactly("credentials");
        assertThat(state(diagnosis, "identity")).isEqualTo(State.UNKNOWN);
        assertThat(diagnosis.sections()).extracting(Section::id).containsExactly("here");
        assertThat(diagnosis.next().command()).hasValue("aws sso login --profile default");
    }

    @Test
    void aRegionThatNobodySetIsAWarning() {
        try (Aws nowhere = AwsStandIn.aws()) {
            Diagnosis diagnosis = new Doctor(nowhere).examine(toProject());

            assertThat(state(diagnosis, "region")).isEqualTo(State.WARNING);
            assertThat(text(diagnosis, "region")).isEqualTo("us-east-1, the default, since no region is set");
        }
    }

    @Test
    void aMissingToolchainIsNoFailureAndBootstrapIsNext() {
        mayDoEverything();
        standIn.stub(get(urlPathMatching("/" + BUCKET + ".*"))
                .willReturn(AwsStandIn.s3Error(404, "NoSuchBucket", "no such bucket")));
        standIn.ecr("DescribeRepositories", AwsStandIn.ecrError("RepositoryNotFoundException", "none"));

        Diagnosis diagnosis = examine(toProject());

        assertThat(diagnosis.failed()).isEmpty();
        assertThat(text(diagnosis, "toolchains")).isEqualTo("none: there is no bucket " + BUCKET);
        assertThat(text(diagnosis, "images")).isEqualTo("none: there is no repository erlang-codebuild");
        assertThat(diagnosis.next().command()).hasValue(PLUGIN + "bootstrap -Derlang-codebuild.region=us-east-1");
    }

    @Test
    void aToolchainWithoutAnImageIsPushedNext() {
        mayDoEverything();
        standIn.ecr("DescribeImages", AwsStandIn.json("{\"imageDetails\": []}"));

        Diagnosis diagnosis = examine(toProject());

        assertThat(state(diagnosis, "images")).isEqualTo(State.WARNING);
        assertThat(diagnosis.next().command()).hasValue(PLUGIN + "push -Derlang-codebuild.region=us-east-1");
    }

    @Test
    void projectsOnAnotherImageAreRolledOutToNext() {
        mayDoEverything();
        project("aws/codebuild/standard:7.0");

        Diagnosis diagnosis = examine(toProject());

        assertThat(finding(diagnosis, "rollout").items()).containsExactly("app builds on aws/codebuild/standard:7.0");
        assertThat(diagnosis.next().command())
                .hasValue(PLUGIN + "rollout -Derlang-codebuild.projects=app -Derlang-codebuild.image=" + IMAGE
                        + " -Derlang-codebuild.region=us-east-1");
    }

    @Test
    void aMissingRightOfAGoalFailsAndIsNamedWithItsResource() {
        iam().decides("ecr:PutImage", "<EvalDecision>implicitDeny</EvalDecision>")
                .start();

        Diagnosis diagnosis = examine(toProject());

        assertThat(diagnosis.failed()).extracting(Finding::id).containsExactly("rights.push");
        assertThat(finding(diagnosis, "rights.push").items())
                .containsExactly(
                        "missing: ecr:PutImage on arn:aws:ecr:us-east-1:123456789012:repository/erlang-codebuild");
    }

    @Test
    void whereIamMayNotBeAskedTheOtherChecksTellSomeRights() {
        IamStandIn.denies(standIn);
        standIn.ecr("DescribeImages", AwsStandIn.ecrError("AccessDeniedException", "denied"));

        Diagnosis diagnosis = examine(toProject());

        Finding push = finding(diagnosis, "rights.push");
        assertThat(push.state()).isEqualTo(State.UNKNOWN);
        assertThat(push.items()).contains("there: ecr:GetAuthorizationToken, ecr:DescribeRepositories, s3:ListBucket");
        assertThat(push.remedy().orElseThrow()).contains("allow iam:SimulatePrincipalPolicy and iam:GetRole on");
        Finding rollout = finding(diagnosis, "rights.rollout");
        assertThat(rollout.state()).isEqualTo(State.FAILED);
        assertThat(rollout.items()).contains("missing: ecr:DescribeImages");
        assertThat(text(diagnosis, "images")).isEqualTo("not known: this identity may not look (ecr:DescribeImages)");
    }

    @Test
    void oneCallThatFailsTakesNoOtherFindingAlong() {
        mayDoEverything();
        stack(AwsStandIn.stsError(500, "InternalFailure", "trouble"));

        Diagnosis diagnosis = examine(toProject());

        assertThat(diagnosis.failed()).extracting(Finding::id).containsExactly("bootstrapStack");
        assertThat(state(diagnosis, "images")).isEqualTo(State.OK);
    }

    @Test
    void aCheckThatTakesTooLongIsGivenUp() {
        mayDoEverything();
        stack(AwsStandIn.stsError(500, "x", "x").withFixedDelay(20_000));

        Diagnosis diagnosis = examine(toProject(), Duration.ofSeconds(5));

        assertThat(text(diagnosis, "bootstrapStack")).isEqualTo("no answer within 5 s");
        assertThat(state(diagnosis, "toolchains")).isEqualTo(State.OK);
    }

    @Test
    void aClockThatIsFarOffFails() {
        mayDoEverything();
        standIn.sts(aResponse()
                .withHeader("Content-Type", "text/xml")
                .withHeader(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(10)))
                .withBody("""
                        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                          <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:root</Arn>
                          <Account>123456789012</Account></GetCallerIdentityResult>
                        </GetCallerIdentityResponse>"""));

        Diagnosis diagnosis = examine(toProject());

        assertThat(diagnosis.failed()).extracting(Finding::id).containsExactly("clock");
        assertThat(text(diagnosis, "clock")).contains(" s ahead of AWS's, and AWS refuses what is signed with it");
        assertThat(state(diagnosis, "rights.push")).as("of the root user").isEqualTo(State.OK);
    }

    @Test
    void theJsonHasTheSameAndNoSecret() throws Exception {
        mayDoEverything();

        String json = DoctorJson.of(examine(toProject()));
        JsonNode read = Json.read(json.getBytes(StandardCharsets.UTF_8));

        assertThat(read.at("/schemaVersion").asInt()).isEqualTo(1);
        assertThat(read.at("/ok").asBoolean()).isTrue();
        assertThat(read.at("/sections/0/findings/0/id").asText()).isEqualTo("java");
        assertThat(read.at("/sections/2/findings/0/details/toolchains/0").asText())
                .isEqualTo("27.1/amd64");
        assertThat(read.at("/next/command").asText()).startsWith(PLUGIN + "rollout");
        assertThat(json).doesNotContain("secret-access-key").doesNotContain("AKIDEXAMPLE");
    }

    private static Diagnosis examine(DoctorRequest request) {
        return examine(request, Duration.ofSeconds(30));
    }

    private static Diagnosis examine(DoctorRequest request, Duration limit) {
        try (Aws aws = AwsStandIn.awsFor(IamPolicy.DOCTOR)) {
            return new Doctor(aws, limit).examine(request);
        }
    }

    private static DoctorRequest toProject() {
        Map<String, String> region = Map.of("region", "us-east-1");
        return new DoctorRequest(
                new DoctorRequest.Host("17.0.12", "Example", "3.9.9", "1.2.3", "Linux 6 amd64"),
                List.of("push", "bootstrap", "rollout"),
                "27.1",
                "amd64",
                "erlang-codebuild",
                "erlang-toolchain",
                Optional.empty(),
                List.of("app"),
                Map.of("push", region, "bootstrap", region, "rollout", region));
    }

    private static Finding finding(Diagnosis diagnosis, String id) {
        return diagnosis.sections().stream()
                .flatMap(section -> section.findings().stream())
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Diagnosis diagnosis, String id) {
        return finding(diagnosis, id).text();
    }

    private static State state(Diagnosis diagnosis, String id) {
        return finding(diagnosis, id).state();
    }

    private IamStandIn iam() {
        IamStandIn iam = new IamStandIn(standIn, "arn:aws:iam::123456789012:role/build");
        for (IamPolicy policy : IamPolicy.values()) {
            iam.allows(IamStatement.actions(IamStatement.of(policy.json())));
        }
        return iam;
    }

    private void mayDoEverything() {
        iam().start();
    }

    private void toolchains(String... keys) {
        StringBuilder contents = new StringBuilder();
        for (String key : keys) {
            contents.append("<Contents><Key>").append(key).append("</Key></Contents>");
        }
        standIn.stub(get(urlPathMatching("/" + BUCKET + ".*"))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/xml")
                        .withBody(
                                "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>false</IsTruncated>"
                                        + contents + "</ListBucketResult>")));
    }

    private void repository() {
        standIn.ecr("DescribeRepositories", AwsStandIn.json("""
                {"repositories": [{"repositoryName": "erlang-codebuild", "repositoryUri": "%s/erlang-codebuild"}]}
                """.formatted(HOST)));
        standIn.ecr("DescribeImages", AwsStandIn.json("""
                {"imageDetails": [{"imageDigest": "sha256:%s", "imageTags": ["27.10", "27.1", "latest"],
                  "imagePushedAt": 1.7e9, "imageSizeInBytes": 1500000000}]}
                """.formatted("4f".repeat(32))));
    }

    private void stack(String status) {
        stack(aResponse().withHeader("Content-Type", "text/xml").withBody("""
                <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
                  <DescribeStacksResult><Stacks><member><StackName>erlang-toolchain</StackName>
                  <StackStatus>%s</StackStatus></member></Stacks></DescribeStacksResult>
                </DescribeStacksResponse>""".formatted(status)));
    }

    private void stack(ResponseDefinitionBuilder answer) {
        standIn.stub(post(urlEqualTo("/"))
                .withRequestBody(containing("Action=DescribeStacks"))
                .willReturn(answer));
    }

    private void project(String image) {
        standIn.stub(post(urlEqualTo("/"))
                .withHeader("X-Amz-Target", equalTo("CodeBuild_20161006.BatchGetProjects"))
                .willReturn(AwsStandIn.json("""
                        {"projects": [{"name": "app", "environment": {"image": "%s", "type": "LINUX_CONTAINER"}}]}
                        """.formatted(image))));
    }
}
