package io.github.erlangcodebuild.push;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.erlangcodebuild.aws.AwsStandIn.ecrError;
import static io.github.erlangcodebuild.aws.AwsStandIn.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.ecr.EcrCredentials;
import io.github.erlangcodebuild.aws.ecr.EcrPublicCredentials;
import io.github.erlangcodebuild.aws.ecr.EcrRepository;
import io.github.erlangcodebuild.aws.ecr.ImageScan;
import io.github.erlangcodebuild.aws.ecr.ImageScanRequest;
import io.github.erlangcodebuild.aws.ecr.RepositorySettings;
import io.github.erlangcodebuild.aws.s3.S3Reader;
import io.github.erlangcodebuild.aws.s3.ToolchainBucket;
import io.github.erlangcodebuild.image.Digest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;

/** The policy allows what a push does, and nothing else. */
class PushPolicyTest {

    private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

    /** What ECR demands for the registry's requests, which are no calls of its API. */
    private static final Map<String, String> REGISTRY_REQUESTS = Map.of(
            "HEAD blob", "ecr:BatchCheckLayerAvailability",
            "GET blob, and mounting one", "ecr:GetDownloadUrlForLayer",
            "HEAD and GET manifest", "ecr:BatchGetImage",
            "POST upload", "ecr:InitiateLayerUpload",
            "PUT upload, its bytes", "ecr:UploadLayerPart",
            "PUT upload, its commit", "ecr:CompleteLayerUpload",
            "PUT manifest", "ecr:PutImage");

    /** What ECR and S3 demand beside a call's own action. */
    private static final Map<String, String> BESIDE = Map.of(
            "CreateRepository with tags", "ecr:TagResource",
            "GetAuthorizationToken of ECR Public", "sts:GetServiceBearerToken",
            "GetObject, to answer 404 and not 403 where there is nothing", "s3:ListBucket");

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    @Test
    void everyCallThatAPushMakesIsAllowedAndNothingElse() throws Exception {
        makeEveryCall();

        Set<String> made = new TreeSet<>(REGISTRY_REQUESTS.values());
        made.addAll(BESIDE.values());
        standIn.requests().forEach(request -> made.add(action(request)));

        Set<String> allowed = new TreeSet<>();
        for (JsonNode statement :
                new ObjectMapper().readTree(IamPolicy.PUSH.json()).get("Statement")) {
            assertThat(statement.get("Effect").asText()).isEqualTo("Allow");
            statement.get("Action").forEach(action -> allowed.add(action.asText()));
        }
        assertThat(allowed).isEqualTo(made);
    }

    @Test
    void theDocumentationShowsThisPolicy() throws Exception {
        assertThat(Files.readString(Path.of("docs/aws.md"))).contains("```json\n" + IamPolicy.PUSH.json() + "\n```");
    }

    @Test
    void whatIsKnownIsPutIn() {
        assertThat(IamPolicy.PUSH.json("aws-cn", "arn:aws-cn:ecr:cn-north-1:123456789012:repository/team/otp"))
                .contains("\"arn:aws-cn:ecr:cn-north-1:123456789012:repository/team/otp\"")
                .contains("\"arn:aws-cn:s3:::erlang-toolchain-${aws:PrincipalAccount}-*\"")
                .doesNotContain("arn:aws:");
        assertThat(IamPolicy.PUSH.json("aws", "arn:aws:s3:::artifacts/otp/toolchain.json"))
                .contains("\"arn:aws:s3:::artifacts\"", "\"arn:aws:s3:::artifacts/*\"")
                .contains("arn:aws:ecr:*:*:repository/erlang-codebuild");
    }

    /** The first push, which creates the repository, one that changes its lifecycle policy, and one that waits for the scan. */
    private void makeEveryCall() throws Exception {
        standIn.knowsTheCaller();
        standIn.givesToken("token", HOST);
        standIn.stub(AwsStandIn.ecrCall("DescribeRepositories")
                .inScenario("repository")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(ecrError("RepositoryNotFoundException", "does not exist")));
        standIn.stub(AwsStandIn.ecrCall("CreateRepository")
                .inScenario("repository")
                .willSetStateTo("made")
                .willReturn(json("{\"repository\":{\"repositoryName\":\"erlang-codebuild\"}}")));
        standIn.stub(AwsStandIn.ecrCall("DescribeRepositories")
                .inScenario("repository")
                .whenScenarioStateIs("made")
                .willReturn(json("{\"repositories\":[{\"repositoryName\":\"erlang-codebuild\"}]}")));
        standIn.ecr("GetLifecyclePolicy", ecrError("LifecyclePolicyNotFoundException", "does not exist"));
        standIn.ecr("PutLifecyclePolicy", json("{}"));
        standIn.ecr(
                "DescribeImageScanFindings",
                json("{\"imageScanStatus\":{\"status\":\"COMPLETE\"},"
                        + "\"imageScanFindings\":{\"imageScanCompletedAt\":1.7E9,\"findings\":[]}}"));
        try (Aws aws = AwsStandIn.aws()) {
            URI bundle = URI.create(ToolchainBucket.location(aws, "27.1", "amd64"));
            standIn.stub(get(urlPathEqualTo("/" + bundle.getAuthority() + bundle.getPath()))
                    .willReturn(aResponse().withBody("{}")));
            new S3Reader(aws).open(bundle).close();
            EcrCredentials credentials = new EcrCredentials(aws);
            credentials.find(credentials.ownRegistry(), "erlang");
            new EcrPublicCredentials(aws, HOST, line -> {}).find("public.ecr.aws", "codebuild/amazonlinux");
            repository(aws, Optional.empty()).prepare();
            repository(aws, Optional.of(7)).prepare();
            new ImageScan(aws, line -> {})
                    .await(new ImageScanRequest(
                            HOST, "erlang-codebuild", new Digest("a".repeat(64)), Set.of(), Duration.ofMinutes(1)));
        }
    }

    private static EcrRepository repository(Aws aws, Optional<Integer> keepImages) {
        RepositorySettings settings = new RepositorySettings(
                true,
                true,
                Map.of("Purpose", "codebuild-base-image"),
                Optional.empty(),
                ImageTagMutability.MUTABLE,
                keepImages);
        return EcrRepository.of(aws, HOST, "erlang-codebuild", settings, () -> false, line -> {});
    }

    private static String action(LoggedRequest request) {
        if (request.containsHeader("X-Amz-Target")) {
            String service =
                    request.getHeader("X-Amz-Target").startsWith("SpencerFrontendService.") ? "ecr-public:" : "ecr:";
            return service + request.getHeader("X-Amz-Target").replaceFirst(".*\\.", "");
        }
        return request.getMethod().getName().equals("GET") ? "s3:GetObject" : "sts:GetCallerIdentity";
    }
}
