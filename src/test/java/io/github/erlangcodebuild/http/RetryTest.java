package io.github.erlangcodebuild.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {

    private static final Duration FIRST = Duration.ofMillis(4);
    private static final Duration LONGEST = Duration.ofMillis(20);

    private final List<String> told = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Optional<Duration>> tooLong = new ArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private Optional<Duration> asked = Optional.empty();

    private final Retry retry = new Retry(
            failure -> failure instanceof IOException,
            failure -> asked,
            (what, failure, pause, asked) -> {
                told.add(what + ": " + failure.getMessage());
                pauses.add(pause);
                tooLong.add(asked);
            },
            new Retry.Backoff(FIRST, LONGEST));

    @Test
    void whatSucceedsIsDoneOnceAndNobodyIsTold() throws Exception {
        assertThat(retry.call("it", () -> "done " + attempts.incrementAndGet())).isEqualTo("done 1");
        assertThat(told).isEmpty();
    }

    @Test
    void whatFailsTwiceIsDoneThreeTimes() throws Exception {
        assertThat(retry.<String>call("it", () -> failing(2))).isEqualTo("done");

        assertThat(told).containsExactly("it: failure 1", "it: failure 2");
    }

    @Test
    void afterFiveAttemptsTheLastFailureIsThrownAsItWas() {
        assertThatThrownBy(() -> retry.<String>call("it", () -> failing(99)))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("failure 5");

        assertThat(told).hasSize(Retry.ATTEMPTS - 1);
    }

    @Test
    void aLongerPauseThanIsWaitedIsToldAsItWasAskedFor() throws Exception {
        asked = Optional.of(Duration.ofDays(1));

        retry.<String>call("it", () -> failing(1));

        assertThat(pauses).containsExactly(LONGEST);
        assertThat(tooLong).containsExactly(asked);
    }

    @Test
    void whatDoesNotPassIsDoneOnce() {
        assertThatThrownBy(() -> retry.<String>call("it", () -> {
                    attempts.incrementAndGet();
                    throw new IllegalArgumentException("no");
                }))
                .isExactlyInstanceOf(IllegalArgumentException.class);

        assertThat(attempts).hasValue(1);
        assertThat(told).isEmpty();
    }

    @Test
    void eachPauseIsTwiceTheOneBeforeGiveOrTakeAQuarterAndNoneIsLongerThanTheLongest() {
        assertThatThrownBy(() -> retry.<String>call("it", () -> failing(99))).isInstanceOf(IOException.class);

        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(3), Duration.ofMillis(5));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(6), Duration.ofMillis(10));
        assertThat(pauses.get(2)).isBetween(Duration.ofMillis(12), Duration.ofMillis(20));
        assertThat(pauses.get(3)).isBetween(Duration.ofMillis(15), LONGEST);
    }

    @Test
    void aServerThatAsksForMoreIsLeftAloneForThatLong() throws Exception {
        asked = Optional.of(Duration.ofMillis(15));

        retry.<String>call("it", () -> failing(1));

        assertThat(pauses).containsExactly(Duration.ofMillis(15));
    }

    @Test
    void aServerThatAsksForAnHourIsAskedAgainAfterTheLongestPause() throws Exception {
        asked = Optional.of(Duration.ofHours(1));

        retry.<String>call("it", () -> failing(1));

        assertThat(pauses).containsExactly(LONGEST);
    }

    @Test
    void aServerThatAsksForNothingIsNotRushed() throws Exception {
        asked = Optional.of(Duration.ZERO);

        retry.<String>call("it", () -> failing(1));

        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMillis(3)) >= 0);
    }

    @Test
    void aThreadThatWasInterruptedGivesUp() {
        try {
            assertThatThrownBy(() -> retry.<String>call("it", () -> {
                        Thread.currentThread().interrupt();
                        return failing(99);
                    }))
                    .hasMessage("failure 1");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", " 7 "})
    void retryAfterInSecondsIsRead(String header) {
        assertThat(Retry.parseRetryAfter(header)).hasValue(Duration.ofSeconds(7));
    }

    @Test
    void retryAfterAsADateIsRead() {
        ZonedDateTime soon = ZonedDateTime.now(ZoneOffset.UTC).plusDays(100);

        assertThat(Retry.parseRetryAfter(DateTimeFormatter.RFC_1123_DATE_TIME.format(soon)))
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofDays(99), Duration.ofDays(100)));
    }

    @Test
    void aDateInThePastIsNoWaitAtAll() {
        assertThat(Retry.parseRetryAfter("Wed, 21 Oct 2015 07:28:00 GMT")).hasValue(Duration.ZERO);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999", "Wed, 99 Oct 2015 07:28:00 GMT"})
    void anythingElseIsNoRetryAfter(String header) {
        assertThat(Retry.parseRetryAfter(header)).isEmpty();
    }

    private String failing(int times) throws IOException {
        int attempt = attempts.incrementAndGet();
        if (attempt <= times) {
            throw new IOException("failure " + attempt);
        }
        return "done";
    }
}
