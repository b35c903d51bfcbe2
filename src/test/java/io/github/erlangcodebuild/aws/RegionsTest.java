package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.http.Proxies;
import java.util.ArrayList;
import java.util.List;
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

    private Regions.Resolved find() {
        return Regions.resolve(NOTHING_SET, (address, milliseconds) -> {
            probed.add(address.toString());
            return false;
        });
    }
}
