package io.github.erlangcodebuild.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShortNamesTest {

    private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/";

    @Test
    void theRegistryIsLeftOut() {
        assertThat(names(30, REGISTRY + "ci/erlang:27.1")).containsExactly("erlang:27.1");
    }

    @Test
    void ofALongNameTheEndStaysFromTheBeginningOfAWord() {
        assertThat(names(18, "aws/codebuild/amazonlinux2-x86_64-standard:5.0")).containsExactly("…standard:5.0");
        assertThat(names(16, "anamewithoutanywordsinit:1")).containsExactly("…tanywordsinit:1");
    }

    @Test
    void ofADigestAFewDigitsStay() {
        assertThat(names(
                        30, REGISTRY + "erlang@sha256:0123456789abcdef", REGISTRY + "erlang:1@sha256:fedcba9876543210"))
                .containsExactly("erlang@01234567", "erlang:1@fedcba98");
    }

    @Test
    void imagesOfTheSameEndAreNumbered() {
        assertThat(names(12, "a.example.com/erlang:27.1", "b.example.com/erlang:27.1", "c.example.com/erlang:27.1"))
                .containsExactly("erlang:27.1", "…lang:27.1#2", "…lang:27.1#3")
                .allMatch(name -> name.length() <= 12);
    }

    @Test
    void theTagOrTheDigestStandsForAnImageWhereAMarkTellsItsName() {
        assertThat(ShortNames.tag(REGISTRY + "ci/erlang:27.1", 10)).isEqualTo("27.1");
        assertThat(ShortNames.tag(REGISTRY + "erlang:1@sha256:fedcba9876543210", 10))
                .isEqualTo("@fedcba98");
        assertThat(ShortNames.tag("localhost:5000/erlang", 10)).isEqualTo("erlang");
        assertThat(ShortNames.tag("erlang:a-very-long-tag", 10)).isEqualTo("…long-tag");
    }

    private static List<String> names(int width, String... images) {
        return List.copyOf(ShortNames.of(List.of(images), width).values());
    }
}
