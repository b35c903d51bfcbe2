package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

class InsecureHostsTest {

    private static final String TARGET = "registry.example.com:5000";
    private static final String BASE = "localhost:5001";

    @ParameterizedTest
    @ValueSource(strings = {"false", "", " ", " FALSE "})
    void byDefaultThereAreNone(String value) {
        assertThat(parse(value).hosts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.com, 5000, true",
        "registry.example.com, 443, true",
        "REGISTRY.EXAMPLE.COM., 80, true",
        "localhost, 9, true",
        "example.com, 5000, false",
        "other.registry.example.com, 5000, false",
        "public.ecr.aws, 443, false"
    })
    void trueMeansTheHostsOfThisPush(String host, int port, boolean included) {
        assertThat(parse("true").include(host, port)).isEqualTo(included);
        assertThat(parse(" True ").include(host, port)).isEqualTo(included);
    }

    @ParameterizedTest
    @CsvSource({
        "a.example.com, 443, true",
        "a.example.com, 5000, true",
        "b, 5000, true",
        "b, 5001, false",
        "'[::1]', 5000, true"
    })
    void aHostMeansAllItsPortsUnlessItNamesOne(String host, int port, boolean included) {
        assertThat(parse("A.example.com,b:5000,[::1]:5000").include(host, port)).isEqualTo(included);
    }

    @Test
    void aListSaysAllThatIsAllowed() {
        assertThat(parse("a.example.com").include("registry.example.com", 5000)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012.dkr.ecr.us-east-1.amazonaws.com",
                "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
                "123456789012.dkr-ecr.us-east-1.on.aws",
                "public.ecr.aws",
                "PUBLIC.ECR.AWS.",
                "public.ecr.aws:443",
                "s3.eusc-de-east-1.amazonaws.eu",
                "d5l0dvt14r5h8.cloudfront.net"
            })
    void aHostOfAwsIsNeverAllowed(String host) {
        assertThat(InsecureHosts.parse(List.of("true"), host, BASE).include(host.replaceFirst(":443", ""), 443))
                .isFalse();
        assertThatThrownBy(() -> parse("localhost," + host))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("allowInsecureRegistries names " + host.toLowerCase(Locale.ROOT))
                .hasMessageContaining("javax.net.ssl.trustStore");
    }

    static List<PartitionMetadata> partitions() {
        return Region.regions().stream().map(PartitionMetadata::of).distinct().toList();
    }

    @ParameterizedTest
    @MethodSource("partitions")
    void theHostsOfEveryPartitionAreKnown(PartitionMetadata partition) {
        String host = "api.ecr.region." + partition.dnsSuffix();
        assertThat(InsecureHosts.isAws(host)).as(host).isTrue();
        PartitionEndpointKey dualStack =
                PartitionEndpointKey.builder().tags(EndpointTag.DUALSTACK).build();
        String suffix = partition.dnsSuffix(dualStack);
        assertThat(suffix == null || InsecureHosts.isAws("ecr.region." + suffix))
                .as(suffix)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"notamazonaws.com", "amazonaws.com.example.com", "aws.example.com", "aws:5000"})
    void aNameThatOnlyLooksLikeAwsIsNone(String host) {
        assertThat(InsecureHosts.isAws(host)).isEqualTo(host.startsWith("aws:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ture",
                "yes",
                "https://registry.example.com",
                "registry.example.com/x",
                "*.example.com",
                "a b.c",
                "true,a.b"
            })
    void whatIsNoHostIsRefused(String value) {
        assertThatThrownBy(() -> parse(value))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("which is neither true nor false nor a host")
                .hasMessageContaining("HOST:PORT");
    }

    private static InsecureHosts parse(String values) {
        return InsecureHosts.parse(Arrays.asList(values.split(",", -1)), TARGET, BASE);
    }
}
