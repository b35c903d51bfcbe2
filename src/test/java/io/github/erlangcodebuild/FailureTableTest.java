package io.github.erlangcodebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailureTableTest {

    private static final FailureTable<String> TABLE = FailureTable.<String>rows()
            .when(host -> host.startsWith("a"), host -> host + " begins with a.", "Do this.")
            .when(host -> host.length() > 3, host -> host + " is long.", host -> "Shorten " + host + ".")
            .otherwise(host -> host + " is odd.", "Do that.");

    private final Exception cause = new IOException("cause");

    @Test
    void theFirstRowThatFitsExplains() {
        ActionableException explained = TABLE.explain("do it", "along", cause);

        assertThat(explained.problem()).isEqualTo("Cannot do it: along begins with a.");
        assertThat(explained.remedy()).isEqualTo("Do this.");
        assertThat(explained).hasCause(cause);
    }

    @Test
    void aRemedyMayNameWhatFailed() {
        assertThat(TABLE.explain("do it", "long", cause).remedy()).isEqualTo("Shorten long.");
    }

    @Test
    void whatFitsNoOtherRowIsExplainedByTheLast() {
        ActionableException explained = TABLE.explain("do it", "b", cause);

        assertThat(explained.problem()).isEqualTo("Cannot do it: b is odd.");
        assertThat(explained.remedy()).isEqualTo("Do that.");
    }
}
