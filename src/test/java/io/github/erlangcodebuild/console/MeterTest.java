package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import org.junit.jupiter.api.Test;

class MeterTest {

    private final List<String> log = new ArrayList<>();
    private long now = -5_000_000_000L; // nanoTime may be negative
    private final Meter meter = new Meter.Lines(log::add, () -> now);

    @Test
    void aQuickTransferSaysNothing() {
        meter.total(100_000_000);
        after(Duration.ofMillis(9_999));
        meter.done(99_000_000);
        meter.close();
        assertThat(log).isEmpty();
    }

    @Test
    void aLongTransferSaysEveryTenSecondsHowFarItIs() {
        meter.total(100_000_000);
        meter.note("1 sent, 2 already there");
        after(Duration.ofSeconds(10));
        meter.done(20_000_000);
        after(Duration.ofSeconds(5));
        meter.done(30_000_000);
        after(Duration.ofSeconds(65));
        meter.total(90_000_000);
        meter.done(80_000_000);
        assertThat(log)
                .containsExactly(
                        "  20.0 MB of 100.0 MB after 10.0 s, 2.0 MB/s; 1 sent, 2 already there",
                        "  80.0 MB of 90.0 MB after 1 min 20 s, 1.0 MB/s; 1 sent, 2 already there");
    }

    @Test
    void aLineOfSomebodyElseGoesThroughAsItIs() {
        List<String> warnings = new ArrayList<>();
        meter.line(warnings::add, "Will try again");
        assertThat(warnings).containsExactly("Will try again");
        assertThat(log).isEmpty();
    }

    @Test
    void theBarShowsNoSpeedUntilThereIsOne() {
        List<String> drawn = Collections.synchronizedList(new ArrayList<>());
        try (Meter bar = new Meter.Bar(new DelegatingProgressBarConsumer(drawn::add, 79))) {
            bar.total(100_000_000);
            bar.done(20_000_000);
            bar.note("1 sent");
        }
        assertThat(drawn).anyMatch(line -> line.contains("Pushing")).noneMatch(line -> line.contains("? MB/s"));
    }

    private void after(Duration time) {
        now += time.toNanos();
    }
}
