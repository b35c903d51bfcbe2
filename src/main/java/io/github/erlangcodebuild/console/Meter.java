package io.github.erlangcodebuild.console;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** Shows how far a transfer is: as a bar that moves, or as a line now and then. */
public interface Meter extends AutoCloseable {

    /** How many bytes are to be transferred in all; what need not be sent is taken off as that becomes known. */
    void total(long bytes);

    /** How many of them have gone. */
    void done(long bytes);

    /** What to say beside it, in a few words. */
    void note(String text);

    /** Prints a line in a way that does not garble the display. */
    void line(Consumer<String> log, String text);

    /** Leaves the display as it is for good: the user is ending Maven, and reads what is printed below it. */
    void abandon();

    @Override
    void close();

    /** A bar on the terminal that is redrawn in its place. */
    static Meter bar() {
        return new Bar();
    }

    /** For logs: a line each time that many seconds have gone by. */
    static Meter lines(Consumer<String> log) {
        return new Lines(log, System::nanoTime);
    }

    /** The live bar; the library draws it, on the error stream, where Maven's log does not go. */
    final class Bar implements Meter {

        /** Fits the narrowest terminal in use: a bar that wraps is drawn anew on every line. */
        private static final int WIDTH = 79;

        private static final String CLEAR_LINE = "\r\u001B[2K";

        private final ProgressBar bar;

        Bar() {
            this(new ConsoleProgressBarConsumer(ErrorStream.get(), WIDTH));
        }

        /** @param consumer what the bar is drawn on */
        Bar(ProgressBarConsumer consumer) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName("Pushing")
                    .setInitialMax(0)
                    .setRenderer(new Renderer())
                    .setUpdateIntervalMillis(200)
                    .setConsumer(consumer)
                    .clearDisplayOnFinish()
                    .build();
        }

        @Override
        public void total(long bytes) {
            bar.maxHint(bytes);
        }

        @Override
        public void done(long bytes) {
            bar.stepTo(bytes);
        }

        @Override
        public void note(String text) {
            bar.setExtraMessage(" " + text);
        }

        @Override
        public void line(Consumer<String> log, String text) {
            ErrorStream.get().print(CLEAR_LINE);
            ErrorStream.get().flush();
            log.accept(text);
        }

        @Override
        public void abandon() {
            bar.pause();
        }

        @Override
        public void close() {
            bar.close();
            ErrorStream.get().print(CLEAR_LINE);
            ErrorStream.get().flush();
        }
    }

    /** Draws the bar, without a speed until there is one: the library shows a question mark in the first second. */
    final class Renderer extends DefaultProgressBarRenderer {

        Renderer() {
            super(
                    System.getProperty("os.name", "").startsWith("Windows")
                            ? ProgressBarStyle.ASCII
                            : ProgressBarStyle.UNICODE_BLOCK,
                    " MB",
                    1_000_000,
                    true,
                    new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)),
                    ChronoUnit.SECONDS,
                    true,
                    Renderer::remaining);
        }

        private static Optional<Duration> remaining(ProgressState state) {
            double progress = state.getNormalizedProgress();
            double seconds = state.getElapsedAfterStart().toMillis() / 1000.0;
            return state.getMax() <= 0 || progress <= 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(Math.round(seconds / progress * (1 - progress))));
        }

        @Override
        protected String speed(ProgressState state) {
            return state.getElapsedAfterStart().toSeconds() == 0 ? "" : super.speed(state);
        }
    }

    /** Says nothing of a transfer that is quick. */
    final class Lines implements Meter {

        private static final Duration PAUSE = Duration.ofSeconds(10);

        private final Consumer<String> log;
        private final LongSupplier nanoTime;
        private final long started;
        private long lastLine;
        private long total;
        private String note = "";

        /** @param nanoTime as {@link System#nanoTime()} */
        Lines(Consumer<String> log, LongSupplier nanoTime) {
            this.log = log;
            this.nanoTime = nanoTime;
            this.started = nanoTime.getAsLong();
            this.lastLine = started;
        }

        @Override
        public void total(long bytes) {
            total = bytes;
        }

        @Override
        public void done(long bytes) {
            long now = nanoTime.getAsLong();
            if (now - lastLine < PAUSE.toNanos()) {
                return;
            }
            lastLine = now;
            double seconds = (now - started) / 1e9;
            log.accept("  " + Text.bytes(bytes) + " of " + Text.bytes(total) + " after "
                    + Text.duration(Duration.ofNanos(now - started)) + ", " + Text.bytes((long) (bytes / seconds))
                    + "/s; " + note);
        }

        @Override
        public void note(String text) {
            note = text;
        }

        @Override
        public void line(Consumer<String> to, String text) {
            to.accept(text);
        }

        @Override
        public void abandon() {}

        @Override
        public void close() {}
    }
}
