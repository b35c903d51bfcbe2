package io.github.erlangcodebuild.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]"})
    void thisMachineIsLoopback(String host) {
        assertThat(Loopback.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "localhost.example.com",
                "127.0.0.1.example.com",
                "127.0.0.999",
                "10.0.0.1",
                "1127.0.0.1",
                "xlocalhost",
                "::1:5000",
                "[::2]",
                "[::1",
                "::1]"
            })
    void anythingElseIsNot(String host) {
        assertThat(Loopback.isLoopback(host)).isFalse();
    }
}
