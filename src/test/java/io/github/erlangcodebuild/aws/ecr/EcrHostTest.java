package io.github.erlangcodebuild.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrHostTest {

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.us-east-1.amazonaws.com, us-east-1",
        "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com, us-east-1",
        "123456789012.dkr-ecr.eu-central-2.on.aws, eu-central-2",
        "123456789012.dkr-ecr-fips.us-west-2.on.aws, us-west-2",
        "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "123456789012.dkr.ecr-fips.us-gov-east-1.amazonaws.com, us-gov-east-1",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, cn-north-1",
        "123456789012.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn, cn-northwest-1",
        "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu, eusc-de-east-1",
        "123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu, eusc-de-east-1",
        "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov, us-iso-east-1",
        "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov, us-isob-east-1",
        "123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk, eu-isoe-west-1",
        "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov, us-isof-south-1",
    })
    void everyFormOfHostTellsItsAccountAndRegion(String host, String region) {
        assertThat(EcrHost.parse(host)).contains(new EcrHost(host, "123456789012", region));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public.ecr.aws",
                "ghcr.io",
                "123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example",
                "123456789012.dkr.ecr.us-east-1.amazonaws.com:443",
                "123456789012.dkr.ecr.us-east-1.evil-amazonaws.com",
                "123456789012.dkr.ecr.us-east-1.evil.ic.gov",
                "123456789012.dkr.ecr.us-east-1.x.amazonaws.com",
                "evil.example/123456789012.dkr.ecr.us-east-1.amazonaws.com",
                "12345678901.dkr.ecr.us-east-1.amazonaws.com",
                "123456789012.dkr-ecr.us-east-1.amazonaws.com",
                "123456789012.dkr.ecr.us-east-1.on.aws",
                "",
            })
    void noOtherHostGetsAToken(String host) {
        assertThat(EcrHost.parse(host)).isEmpty();
    }
}
