package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.useragent.BusinessMetricFeatureId;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** The marks are those that the SDK puts on credentials itself. */
class CredentialsSourceTest {

    @ParameterizedTest
    @CsvSource({
        "CREDENTIALS_PROFILE_SSO, profile 'ci' (SSO session)",
        "CREDENTIALS_PROFILE_SSO_LEGACY, profile 'ci' (SSO session)",
        "CREDENTIALS_PROFILE_LOGIN, profile 'ci' (aws login)",
        "CREDENTIALS_PROFILE_PROCESS, profile 'ci' (process)",
        "CREDENTIALS_PROFILE, profile 'ci' (access keys)",
        "CREDENTIALS_ENV_VARS, environment variables",
        "CREDENTIALS_ENV_VARS_STS_WEB_ID_TOKEN, web identity token (OIDC)",
        "CREDENTIALS_HTTP, 'container role (CodeBuild, ECS, EKS)'",
        "CREDENTIALS_IMDS, EC2 instance role",
    })
    void eachSourceHasItsWords(BusinessMetricFeatureId mark, String words) {
        assertThat(CredentialsSource.of(marked(mark.value()), Optional.of("ci")))
                .isEqualTo(words);
    }

    @Test
    void whatAProfileLeadsToIsThatProfiles() {
        String role = BusinessMetricFeatureId.CREDENTIALS_PROFILE_SOURCE_PROFILE.value() + ","
                + BusinessMetricFeatureId.CREDENTIALS_ENV_VARS.value();

        assertThat(CredentialsSource.of(marked(role), Optional.of("ci")))
                .isEqualTo("profile 'ci' (role, by source_profile)");
    }

    @Test
    void anUnknownMarkIsSaidToBeUnknown() {
        assertThat(CredentialsSource.of(marked("?"), Optional.empty()))
                .isEqualTo("a source that the AWS SDK does not name");
    }

    private static AwsCredentialsIdentity marked(String provider) {
        return AwsCredentialsIdentity.builder()
                .accessKeyId("AKIDTEST")
                .secretAccessKey("secret")
                .providerName(provider)
                .build();
    }
}
