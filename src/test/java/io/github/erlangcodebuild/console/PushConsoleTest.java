package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.push.PushResult.Transfer;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushConsoleTest {

    @TempDir
    private Path directory;

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

    @Test
    void whoeverEndsAPushIsToldNothingBeforeAnythingWasSent() {
        assertThat(console.shutdownMessage()).isEmpty();
    }

    @Test
    void whoeverEndsATransferIsToldThatNoTagWasSet() throws IOException {
        transfer();

        assertThat(console.shutdownMessage())
                .hasValue("Stopped. No tag was set. Run it again: only what is missing is sent.");
    }

    @Test
    void whoeverEndsAPushIsToldWhichTagsWereSetAndWhichMayBe() throws IOException {
        transfer();
        console.tagging("27.1");
        assertThat(console.shutdownMessage())
                .hasValue("Stopped. Perhaps set: tag 27.1. Run it again: only what is missing is sent.");
        console.tagged("27.1");
        console.tagging("latest");
        console.tagging("27");
        assertThat(console.shutdownMessage())
                .hasValue("Stopped. Set: tag 27.1. Perhaps set: tags latest, 27. Run it again: only what is missing is"
                        + " sent.");
        console.tagged("latest");
        console.tagged("27");
        assertThat(console.shutdownMessage())
                .hasValue("Stopped. Set: tags 27.1, latest, 27. Run it again: only what is missing is sent.");
    }

    private void transfer() throws IOException {
        console.transferring(
                TestResults.result(directory, new Transfer(1, 1, 0, 0, 0, false))
                        .image(),
                List.of());
    }
}
