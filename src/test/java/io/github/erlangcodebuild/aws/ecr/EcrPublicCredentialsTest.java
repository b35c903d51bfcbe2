package io.github.erlangcodebuild.aws.ecr;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EcrPublicCredentialsTest {

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final List<String> debug = new ArrayList<>();

    @Test
    void theTokenLogsInAtEcrPublicFromWhateverRegion() {
        answers(AwsStandIn.json("{\"authorizationData\":{\"authorizationToken\":\"%s\",\"expiresAt\":1.4708795E9}}"
                .formatted(Base64.getEncoder().encodeToString("AWS:pass:word".getBytes(StandardCharsets.UTF_8)))));

        assertThat(find("eu-west-1", "public.ecr.aws"))
                .contains(new Credential("AWS", "pass:word", "the token of ecr-public:GetAuthorizationToken"));
        assertThat(standIn.requests()).singleElement().satisfies(request -> assertThat(
                        request.getHeader("Authorization"))
                .contains("/us-east-1/ecr-public/aws4_request"));
        assertThat(debug).isEmpty();
    }

    @Test
    void whereThatIsDeniedThePullIsAnonymous() {
        answers(AwsStandIn.ecrError("AccessDeniedException", "not authorized to perform: sts:GetServiceBearerToken"));

        assertThat(find("us-east-1", "public.ecr.aws")).isEmpty();
        assertThat(debug)
                .singleElement()
                .asString()
                .startsWith("public.ecr.aws is asked without a login, as ecr-public:GetAuthorizationToken failed: ")
                .contains("sts:GetServiceBearerToken");
    }

    @Test
    void withoutCredentialsToo() {
        standIn.withoutCredentials();

        assertThat(find("us-east-1", "public.ecr.aws")).isEmpty();
    }

    @Test
    void anotherPartitionHasNoLoginThere() {
        assertThat(find("cn-north-1", "public.ecr.aws")).isEmpty();
        assertThat(standIn.requests()).isEmpty();
    }

    @Test
    void otherRegistriesAreNotItsMatter() {
        assertThat(find("us-east-1", "123456789012.dkr.ecr.us-east-1.amazonaws.com"))
                .isEmpty();
        assertThat(find("us-east-1", "public.ecr.aws.example.com")).isEmpty();
        assertThat(standIn.requests()).isEmpty();
    }

    private static String suffix(String region) {
        return region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    }

    private Optional<Credential> find(String region, String registry) {
        try (Aws aws = AwsStandIn.awsIn(region)) {
            return new EcrPublicCredentials(aws, "123456789012.dkr.ecr." + region + suffix(region), debug::add)
                    .find(registry, "codebuild/amazonlinux");
        }
    }

    private void answers(ResponseDefinitionBuilder answer) {
        standIn.stub(post(urlEqualTo("/"))
                .withHeader("X-Amz-Target", equalTo("SpencerFrontendService.GetAuthorizationToken"))
                .willReturn(answer));
    }
}
