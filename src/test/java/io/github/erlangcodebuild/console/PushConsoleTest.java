package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PushConsoleTest {

    private final List<String> shown = new ArrayList<>();
    private final PushConsole console = new PushConsole(new RecordingOutput(shown), () -> Meter.lines(shown::add));

    @Test
    void anotherAttemptIsToldWithThePauseAndTheReason() {
        console.retrying("read x", new IOException("HTTP 503: busy"), Duration.ofSeconds(2), Optional.empty());
        console.retrying("read x", new UnknownHostException("example.com"), Duration.ofSeconds(4), Optional.empty());

        assertThat(shown)
                .containsExactly(
                        "WARNING Will try again in 2.0 s to read x: HTTP 503: busy",
                        "WARNING Will try again in 4.0 s to read x: there is no host example.com");
    }

    @Test
    void aLongerPauseThanTheOneThatIsMadeIsSaidAsItWasAsked() {
        console.retrying(
                "read x", new IOException("HTTP 429"), Duration.ofMinutes(1), Optional.of(Duration.ofHours(24)));

        assertThat(shown)
                .containsExactly("WARNING Will try again in 1 min 0 s (asked for a pause of 24 h 0 min) to read x:"
                        + " HTTP 429");
    }

    @Test
    void whatTakesLongIsToldWithItsLimit() {
        console.waiting("example.com to answer GET /v2/", Duration.ofSeconds(20), Duration.ofMinutes(6));

        assertThat(shown)
                .containsExactly("Waiting for example.com to answer GET /v2/: 20.0 s so far, 6 min 0 s at most");
    }
}
