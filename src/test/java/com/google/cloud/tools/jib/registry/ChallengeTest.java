package com.google.cloud.tools.jib.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As RFC 9110, 11.6.1 has it, and as some write it all the same. */
class ChallengeTest {

    private static final Challenge BEARER = new Challenge(
            "Bearer",
            Map.of(
                    "realm",
                    "https://auth.example.com/token",
                    "service",
                    "registry.example.com",
                    "scope",
                    "a:b:pull,push"));

    private static final Challenge BASIC = new Challenge("Basic", Map.of("realm", "a, b=\"c\""));

    private static final Challenge NEGOTIATE = new Challenge("Negotiate", Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer realm=\"https://auth.example.com/token\",service=\"registry.example.com\",scope=\"a:b:pull,push\"",
                "Bearer  realm = \"https://auth.example.com/token\" , SERVICE=registry.example.com,, scope=\"a:b:pull,push\",",
                "Bearer realm=https://auth.example.com/token,service=\"registry.example.com\",scope=\"a:b:pull\\,push",
            })
    void oneIsReadHoweverItIsWritten(String header) {
        assertThat(Challenge.parse(List.of(header))).containsExactly(BEARER);
    }

    @Test
    void severalComeInSeveralHeaders() {
        assertThat(Challenge.parse(List.of("Negotiate", "Basic realm=\"a, b=\\\"c\\\"\"")))
                .containsExactly(NEGOTIATE, BASIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Negotiate, Basic realm=\"a, b=\\\"c\\\"\"",
                "Negotiate YIIGhg==, Basic realm=\"a, b=\\\"c\\\"\"",
                ", Negotiate YII/Ghg , Basic realm=\"a, b=\\\"c\\\"\""
            })
    void severalComeInOneHeader(String header) {
        assertThat(Challenge.parse(List.of(header))).containsExactly(NEGOTIATE, BASIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " , ", "\"", "=", "\u00e4"})
    void whatIsNoneIsPassedOver(String header) {
        assertThat(Challenge.parse(List.of(header))).isEmpty();
    }

    @Test
    void theFirstOfAParameterCounts() {
        assertThat(Challenge.parse(List.of("Bearer realm=\"a\",realm=\"b\"")))
                .containsExactly(new Challenge("Bearer", Map.of("realm", "a")));
    }

    @Test
    void aSchemeIsFoundWhateverItsCase() {
        assertThat(Challenge.find("Basic", Challenge.parse(List.of("Negotiate, BASIC realm=x"))))
                .hasValueSatisfying(found -> assertThat(found.parameters()).containsEntry("realm", "x"));
    }
}
