package io.github.erlangcodebuild.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectHostsTest {

    @ParameterizedTest
    @CsvSource({
        "localhost|*.example.com, registry.example.com, true",
        "localhost|*.example.com, localhost, true",
        "localhost|*.example.com, example.com, false",
        "localhost|*.example.com, example.com.evil.org, false",
        "*.EXAMPLE.com, Registry.example.COM, true",
        "'localhost, registry.example.com', registry.example.com, true",
        "10.*, 10.1.2.3, true",
        "10.*, 110.1.2.3, false",
        "registry.example.com, registryXexampleYcom, false",
        "[fd00::1], fd00::1, true",
        "fd00::*, [fd00::1], true",
        "*, anything, true",
        "'', anything, false",
        "'|', anything, false",
    })
    void patternsMatchAsInSettingsXml(String patterns, String host, boolean direct) {
        assertThat(new DirectHosts.HostPatterns(patterns).contains(host, 443)).isEqualTo(direct);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, 443, true",
        "example.com, registry.example.com, 443, true",
        "example.com, notexample.com, 443, false",
        "example.com, example.com.evil.org, 443, false",
        ".example.com, registry.example.com, 443, true",
        ".example.com, example.com, 443, true",
        "*.example.com, registry.example.com, 443, true",
        "EXAMPLE.com, Registry.Example.COM., 443, true",
        "example.com., example.com, 443, true",
        "'a.org , example.com', example.com, 443, true",
        "a.org example.com, example.com, 443, true",
        "*, example.com, 443, true",
        "*, 10.1.2.3, 443, true",
        "'', example.com, 443, false",
        "',', example.com, 443, false",
        "., example.com, 443, false",
        "example.com:443, example.com, 443, true",
        "example.com:443, registry.example.com, 443, true",
        "example.com:443, example.com, 8443, false",
        "10.1.2.3, 10.1.2.3, 443, true",
        "10.1.2.3, 10.1.2.30, 443, false",
        "10.1.2.3:5000, 10.1.2.3, 5000, true",
        "10.1.2.3:5000, 10.1.2.3, 443, false",
        "2.3, 10.1.2.3, 443, false",
        "10.0.0.0/8, 10.1.2.3, 443, true",
        "10.0.0.0/8, 11.1.2.3, 443, false",
        "192.168.16.0/20, 192.168.31.255, 443, true",
        "192.168.16.0/20, 192.168.32.0, 443, false",
        "0.0.0.0/0, 8.8.8.8, 443, true",
        "10.0.0.0/8, ten.example.com, 443, false",
        "10.0.0.0/33, 10.0.0.0, 443, false",
        "10.0.0.0/x, 10.0.0.0, 443, false",
        "300.0.0.0/8, 300.0.0.1, 443, false",
        "fd00::/8, fd12::1, 443, true",
        "fd00::/8, fe80::1, 443, false",
        "fd00::/8, 10.1.2.3, 443, false",
        "fd00::1, [fd00:0::1], 443, true",
        "[fd00::1], fd00::1, 443, true",
        "[fd00::1]:5000, [fd00::1], 5000, true",
        "[fd00::1]:5000, [fd00::1], 443, false",
    })
    void aNoProxyListMatchesAsCurlAndGoReadIt(String list, String host, int port, boolean direct) {
        assertThat(new DirectHosts.NoProxyList(list).contains(host, port)).isEqualTo(direct);
    }
}
