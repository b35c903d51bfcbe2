package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.aws.codebuild.BuildLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows builds on the console as they go on: their phases and their own log, each line with the time since this began. */
public class BuildConsole implements BuildLog {

    private final Output output;
    private final InstantSource clock;
    private final Instant began;

    @Nullable
    private volatile String running;

    public BuildConsole(Output output, InstantSource clock) {
        this.output = output;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** What is to be said when the user stops this: which build goes on, and where to see it. Empty when none does. */
    public final Optional<String> shutdownMessage() {
        return Optional.ofNullable(running).map(build -> "\nThe build keeps running: " + build);
    }

    /** Nothing runs any more. */
    public final void ended() {
        running = null;
    }

    @Override
    public final void started(String build, String console) {
        running = build + ", see " + console;
        output.info("Started " + build);
        output.info("  " + console);
        output.info("  It keeps running when this command is stopped.");
    }

    @Override
    public final void phase(String label, String phase, String status, Duration duration) {
        output.info("  " + elapsed() + "  " + prefix(label) + "phase " + phase + " " + status + " in "
                + Text.duration(duration));
    }

    @Override
    public final void line(String label, String text) {
        output.coloured("  " + elapsed() + "  " + prefix(label) + "| " + text);
    }

    final Output output() {
        return output;
    }

    private static String prefix(String label) {
        return label.isEmpty() ? "" : label + " ";
    }

    final String elapsed() {
        Duration elapsed = Duration.between(began, clock.instant());
        return String.format(Locale.ROOT, "%2d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
    }
}
