package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.ecr.EcrCredentials;
import io.github.erlangcodebuild.testing.TestProxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsTest {

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    /** The names of partitions and regions are those of botocore's partitions.json. */
    @ParameterizedTest
    @CsvSource({
        "us-east-1, https://us-east-1.console.aws.amazon.com",
        "cn-north-1, https://cn-north-1.console.amazonaws.cn",
        "us-gov-west-1, https://us-gov-west-1.console.amazonaws-us-gov.com",
        "eusc-de-east-1, https://eusc-de-east-1.console.amazonaws-eusc.eu",
        "us-iso-east-1,",
        "us-isob-east-1,",
        "eu-isoe-west-1,",
        "us-isof-south-1,"
    })
    void theConsoleIsThatOfThePartition(String region, @Nullable String address) {
        assertThat(Aws.console(region)).isEqualTo(Optional.ofNullable(address));
    }

    @Test
    void theRegionIsTheUsersThenTheEnvironmentsThenTheProfilesThenUsEast1() throws Exception {
        assertThat(AwsStandIn.aws().region()).isEqualTo("us-east-1");
        standIn.config("[default]\nregion = eu-central-1\n[profile team]\nregion = eu-west-3\n");
        assertThat(AwsStandIn.aws().region()).isEqualTo("eu-central-1");
        assertThat(AwsStandIn.awsOf("team").region()).isEqualTo("eu-west-3");
        standIn.property("aws.region", "ap-south-1");
        assertThat(AwsStandIn.awsOf("team").region()).isEqualTo("ap-south-1");
        assertThat(AwsStandIn.awsIn("sa-east-1").region()).isEqualTo("sa-east-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"useast1", "us east 1", "US-EAST-1", "us-east-1.evil.example/", "us-east-1\n"})
    void whatIsNoRegionIsRefused(String name) {
        assertThatThrownBy(() -> AwsStandIn.awsIn(name))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("'" + name + "' is not the name of an AWS region.");
    }

    @Test
    void theAccountIsAskedForOnce() {
        standIn.knowsTheCaller();

        try (Aws aws = AwsStandIn.aws()) {
            assertThat(aws.account()).isEqualTo("123456789012");
            assertThat(aws.account()).isEqualTo("123456789012");
        }

        assertThat(standIn.requests()).hasSize(1);
    }

    @Test
    void theEndpointOfOneServiceWinsOverThatOfAll() {
        standIn.knowsTheCaller();
        standIn.property("aws.endpointUrl", "http://127.0.0.1:1");
        standIn.property("aws.endpointUrlSts", standIn.url());

        try (Aws aws = AwsStandIn.aws()) {
            assertThat(aws.account()).isEqualTo("123456789012");
        }
    }

    @Test
    void requestsTellWhoSendsThem() {
        standIn.knowsTheCaller();

        try (Aws aws = AwsStandIn.aws()) {
            aws.account();
        }

        assertThat(standIn.requests().get(0).getHeader("User-Agent"))
                .startsWith("erlang-codebuild-maven-plugin/1.2.3 aws-sdk-java/2");
    }

    @Test
    void keysOfTheEnvironmentGiveWayToAProfileThatIsNamed() throws Exception {
        standIn.knowsTheCaller();
        standIn.config("[profile team]\naws_access_key_id = AKIDTEAM\naws_secret_access_key = x\n");

        try (Aws aws = AwsStandIn.awsOf("team")) {
            aws.account();
        }

        assertThat(standIn.requests().get(0).getHeader("Authorization")).contains("Credential=AKIDTEAM/");
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, us-east-1, api.ecr.us-east-1.amazonaws.com",
        "true, false, us-east-1, api.ecr-fips.us-east-1.amazonaws.com",
        "false, true, us-east-1, ecr.us-east-1.api.aws",
        "true, true, us-west-2, ecr-fips.us-west-2.api.aws",
        "false, false, cn-north-1, api.ecr.cn-north-1.amazonaws.com.cn",
        "true, false, us-gov-west-1, api.ecr-fips.us-gov-west-1.amazonaws.com",
        "false, false, eusc-de-east-1, api.ecr.eusc-de-east-1.amazonaws.eu",
    })
    void endpointsAreTheOnesThatTheSdkIsToldToUse(boolean fips, boolean dualStack, String region, String host)
            throws Exception {
        standIn.property("aws.endpointUrl", null);
        standIn.property("aws.useFipsEndpoint", String.valueOf(fips));
        standIn.property("aws.useDualstackEndpoint", String.valueOf(dualStack));
        standIn.property("aws.maxAttempts", "1");
        try (TestProxy proxy = new TestProxy().refuse(403, "")) {
            try (Aws aws = AwsStandIn.awsThrough(proxy.proxies(), region)) {
                assertThatThrownBy(() -> new EcrCredentials(aws).ownRegistry())
                        .hasMessageContaining(" refuses connections to " + host + " (HTTP 403).");
            }
            assertThat(proxy.requests()).containsExactly("CONNECT " + host + ":443 HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, aws",
        "cn-north-1, aws-cn",
        "us-gov-west-1, aws-us-gov",
        "eusc-de-east-1, aws-eusc",
        "us-iso-east-1, aws-iso",
        "il-south-9, aws",
        "xx-new-1, aws"
    })
    void everyRegionHasAPartition(String region, String partition) {
        assertThat(Aws.partition(region)).isEqualTo(partition);
    }
}
