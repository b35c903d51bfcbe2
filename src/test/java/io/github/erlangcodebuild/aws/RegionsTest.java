package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.http.Proxies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionsTest {

    private static final AwsSettings NOTHING_SET =
            new AwsSettings(Optional.empty(), Optional.empty(), Proxies.none(), "test/1");

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final List<String> probed = new ArrayList<>();
    private Map<String, String> environment = Map.of();

    @ParameterizedTest
    @CsvSource({
        "IPv4, /169.254.169.254:80",
        "IPv6, /[fd00:ec2:0:0:0:0:0:254]:80",
    })
    void theInstanceIsAskedOnlyWhenItTakesConnections(String mode, String probe) {
        standIn.property("aws.disableEc2Metadata", "false");
        standIn.property("aws.ec2MetadataServiceEndpointMode", mode);

        assertThat(find().region().id()).isEqualTo("us-east-1");

        assertThat(probed).containsExactly(probe);
        assertThat(standIn.requests()).isEmpty();
    }

    @Test
    void whereInstanceMetadataIsDisabledNothingIsProbed() {
        assertThat(find().origin()).isEqualTo("the default, since no region is set");
        assertThat(probed).isEmpty();
    }

    @Test
    void theRegionOfTheCliComesAfterAwsRegionAndBeforeTheProfile() throws Exception {
        standIn.config("[default]\nregion = eu-west-3\n");
        environment = Map.of("AWS_DEFAULT_REGION", " eu-west-2 ");

        assertThat(find()).hasToString("Resolved[region=eu-west-2, origin=from AWS_DEFAULT_REGION]");

        standIn.property("aws.region", "eu-west-1");
        assertThat(find().region().id()).isEqualTo("eu-west-1");
    }

    @Test
    void anEmptyAwsRegionIsNoneEither() {
        standIn.property("aws.region", "");
        environment = Map.of("AWS_DEFAULT_REGION", "eu-west-2");

        assertThat(find().region().id()).isEqualTo("eu-west-2");
    }

    @Test
    void anEmptyOneIsNone() throws Exception {
        standIn.config("[default]\nregion = eu-west-3\n");
        environment = Map.of("AWS_DEFAULT_REGION", "");

        assertThat(find().region().id()).isEqualTo("eu-west-3");
        assertThat(find().isDefault()).isFalse();
    }

    @Test
    void whatNobodySetIsWarnedOfOnce() {
        List<String> warnings = new ArrayList<>();
        try (Aws aws = new Aws(NOTHING_SET, IamPolicy.PUSH, warnings::add)) {
            assertThat(aws.region()).isEqualTo("us-east-1");
            assertThat(aws.region()).isEqualTo("us-east-1");
        }

        assertThat(warnings)
                .containsExactly("No AWS region is set, so this is about us-east-1. For another, set"
                        + " -Derlang-codebuild.region=…, AWS_REGION, or the region of a profile.");
    }

    @Test
    void whatIsSetIsNotWarnedOf() {
        List<String> warnings = new ArrayList<>();
        standIn.property("aws.region", "us-east-1");
        try (Aws aws = new Aws(NOTHING_SET, IamPolicy.PUSH, warnings::add)) {
            assertThat(aws.region()).isEqualTo("us-east-1");
        }

        assertThat(warnings).isEmpty();
    }

    private Regions.Resolved find() {
        return Regions.resolve(
                NOTHING_SET, name -> Optional.ofNullable(environment.get(name)), (address, milliseconds) -> {
                    probed.add(address.toString());
                    return false;
                });
    }
}
