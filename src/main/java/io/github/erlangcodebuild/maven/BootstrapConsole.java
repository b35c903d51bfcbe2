package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.aws.BootstrapLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** Shows a bootstrap on the console: what is made, and the builds' own log, each line with the time since it began. */
final class BootstrapConsole implements BootstrapLog {

    private final Log log;
    private final InstantSource clock;
    private final Instant began;

    @Nullable
    private volatile String running;

    BootstrapConsole(Log log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** What is to be said when the user stops this: which build goes on, and where to see it. Empty when none does. */
    Optional<String> farewell() {
        return Optional.ofNullable(running).map(build -> "\nThe build goes on without us: " + build);
    }

    /** Nothing runs any more. */
    void ended() {
        running = null;
    }

    @Override
    public void present(String location) {
        log.info("There already, of the same inputs: " + location);
    }

    @Override
    public void compiling(int count) {
        log.info("To compile: " + Text.count(count, "toolchain"));
    }

    @Override
    public void deploying(String stack, boolean isNew) {
        log.info((isNew ? "Creating" : "Updating") + " the stack " + stack);
    }

    @Override
    public void event(String resource, String type, String status, String reason) {
        log.info("  " + elapsed() + "  " + status + "  " + resource + " (" + type + ")"
                + (reason.isBlank() ? "" : ": " + reason));
    }

    @Override
    public void unchanged(String stack) {
        log.info("The stack " + stack + " is up to date");
    }

    @Override
    public void started(String build, String console) {
        running = build + ", see " + console;
        log.info("Started " + build);
        log.info("  " + console);
        log.info("  It goes on when this is stopped.");
    }

    @Override
    public void phase(String label, String phase, String status, Duration duration) {
        log.info("  " + elapsed() + "  " + prefix(label) + "phase " + phase + " " + status + " in "
                + Text.duration(duration));
    }

    @Override
    public void line(String label, String text) {
        log.info("  " + elapsed() + "  " + prefix(label) + "| " + text);
    }

    private static String prefix(String label) {
        return label.isEmpty() ? "" : label + " ";
    }

    private String elapsed() {
        Duration elapsed = Duration.between(began, clock.instant());
        return String.format(Locale.ROOT, "%2d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
    }
}
