package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.image.Digest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "999949, 999.9 kB",
        "999950, 1.0 MB",
        "45899613, 45.9 MB",
        "1000000000, 1.0 GB",
        "9223372036854775807, 9223372.0 TB"
    })
    void bytesAreInDecimalUnits(long bytes, String text) {
        assertThat(Text.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "449, 0.4 s",
        "12345, 12.3 s",
        "59999, 60.0 s",
        "60000, 1 min 0 s",
        "125999, 2 min 5 s",
        "7199999, 119 min 59 s",
        "7200000, 2 h 0 min",
        "86460000, 24 h 1 min"
    })
    void durationsAreInTwoUnitsAtMost(long millis, String text) {
        assertThat(Text.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void nounsAgreeWithTheirCount() {
        assertThat(Text.count(0, "layer")).isEqualTo("0 layers");
        assertThat(Text.count(1, "layer")).isEqualTo("1 layer");
        assertThat(Text.count(2, "layer")).isEqualTo("2 layers");
    }

    @Test
    void digestsAreCutToTwelveDigits() {
        assertThat(Text.brief(new Digest("0123456789abcdef".repeat(4)))).isEqualTo("0123456789ab");
    }
}
