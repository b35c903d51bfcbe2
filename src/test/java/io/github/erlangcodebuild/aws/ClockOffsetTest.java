package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpResponse;

class ClockOffsetTest {

    private static final String DATE = "Sat, 28 Nov 2026 08:00:00 GMT";

    @ParameterizedTest
    @CsvSource({"2026-11-28T08:06:00Z, 360", "2026-11-28T07:59:00Z, -60", "2026-11-28T08:00:00.900Z, 0"})
    void aClockAheadCountsUpAndOneBehindDown(Instant now, long seconds) {
        assertThat(ClockOffset.of(answer(DATE), now)).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void nothingIsSaidByAnAnswerWithoutAReadableDate() {
        assertThat(ClockOffset.of(answer("yesterday"), Instant.EPOCH)).isEmpty();
        assertThat(ClockOffset.of(SdkHttpResponse.builder().statusCode(200).build(), Instant.EPOCH))
                .isEmpty();
    }

    private static SdkHttpResponse answer(String date) {
        return SdkHttpResponse.builder().statusCode(200).putHeader("Date", date).build();
    }
}
