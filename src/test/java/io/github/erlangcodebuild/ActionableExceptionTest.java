package io.github.erlangcodebuild;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActionableExceptionTest {

    @Test
    void aTextWithoutEndIsCut() {
        ActionableException failure = new ActionableException("p".repeat(10_001), "r".repeat(10_000));

        assertThat(failure.problem()).isEqualTo("p".repeat(9_999) + "…");
        assertThat(failure.remedy()).isEqualTo("r".repeat(10_000));
        assertThat(failure).hasMessage(failure.problem() + "\n" + failure.remedy());
    }

    @Test
    void halfACharacterAtTheCutIsNotShown() {
        ActionableException failure = new ActionableException("👍".repeat(5_001), "Wait.");

        assertThat(failure.problem()).isEqualTo("👍".repeat(4_999) + "\uFFFD…");
    }
}
