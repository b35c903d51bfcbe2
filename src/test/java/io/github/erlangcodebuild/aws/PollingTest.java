package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PollingTest {

    private static final Instant BEGAN = Instant.parse("2026-11-23T10:00:00Z");

    private Instant now = BEGAN;
    private final Polling polling = new Polling(() -> now, slept -> now = now.plus(slept), Duration.ofSeconds(45));

    @Test
    void beforeTheDeadlineItWaitsForOneInterval() {
        polling.await(BEGAN.plusSeconds(1), "The build", "Look at it.");

        assertThat(now).isEqualTo(BEGAN.plusSeconds(45));
    }

    @Test
    void atTheDeadlineItWaitsNoLonger() {
        assertThatThrownBy(() -> polling.await(BEGAN, "The build", "Look at it."))
                .hasMessage("The build took too long.\nLook at it.");
        assertThat(now).isEqualTo(BEGAN);
    }

    @Test
    void howLongItTookIsSaid() {
        now = BEGAN.plusSeconds(119);
        assertThatThrownBy(() -> polling.await(BEGAN, now, "The build", "Look at it."))
                .hasMessage("The build took too long: 119 seconds have passed.\nLook at it.");
        now = BEGAN.plusSeconds(179);
        assertThatThrownBy(() -> polling.await(BEGAN, now, "The build", "Look at it."))
                .hasMessage("The build took too long: 2 minutes have passed.\nLook at it.");
    }

    @Test
    void aThreadThatIsInterruptedStaysSo() {
        Polling interrupted = new Polling(
                () -> now,
                slept -> {
                    throw new InterruptedException();
                },
                Duration.ofSeconds(3));

        assertThatThrownBy(() -> interrupted.await(Instant.MAX, "The build", "Look at it."))
                .hasMessage("The build was not waited for: this was interrupted.\nLook at it.");
        assertThat(Thread.interrupted()).isTrue();
    }
}
