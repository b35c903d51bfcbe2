package io.github.erlangcodebuild.http;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.event.ExecutionScheduledEvent;
import dev.failsafe.function.CheckedSupplier;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tries a whole transfer again when what stopped it may pass: exponential backoff with jitter, and never sooner than a
 * server's {@code Retry-After} asks for. A thread that was interrupted gives up instead.
 */
public final class Retry {

    /** How often a transfer is tried in all. */
    public static final int ATTEMPTS = 5;

    private static final double JITTER = 0.25;

    private final Predicate<Throwable> passing;
    private final Function<Throwable, Optional<Duration>> retryAfter;
    private final Listener listener;
    private final Pauses pauses;

    /** Hears of every failed attempt that will be followed by another. */
    public interface Listener {
        void retrying(String what, Throwable failure, Duration pause);
    }

    /**
     * How long to wait between attempts. Each pause is twice the one before it, give or take a quarter.
     *
     * @param first the one after the first attempt
     * @param longest what no pause is longer than, whatever a server asks for
     */
    public record Pauses(Duration first, Duration longest) {

        /**
         * A second to begin with, and a minute at most. Together they outlast the ten seconds for which a JVM remembers
         * that a host could not be looked up, so a look-up that fails once is not the end.
         */
        public static final Pauses USUAL = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(60));

        private Duration after(int attempts) {
            double jitter = 1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1);
            return capped(Duration.ofNanos((long) (first.toNanos() * Math.pow(2, attempts - 1.0) * jitter)));
        }

        private Duration capped(Duration pause) {
            return pause.compareTo(longest) > 0 ? longest : pause;
        }
    }

    /** With {@link Pauses#USUAL}. */
    public Retry(Predicate<Throwable> passing, Function<Throwable, Optional<Duration>> retryAfter, Listener listener) {
        this(passing, retryAfter, listener, Pauses.USUAL);
    }

    /**
     * @param passing whether another try may help after this failure
     * @param retryAfter how long the server asked to be left alone, if it did
     * @param listener told before each pause
     * @param pauses how long to wait where the server did not ask for more
     */
    public Retry(
            Predicate<Throwable> passing,
            Function<Throwable, Optional<Duration>> retryAfter,
            Listener listener,
            Pauses pauses) {
        this.passing = passing;
        this.retryAfter = retryAfter;
        this.listener = listener;
        this.pauses = pauses;
    }

    /**
     * Does it, again if need be.
     *
     * @param what what is done, for the listener: {@code layer sha256:…}
     * @throws Exception the failure of the last attempt, as it was thrown
     */
    public <T> T call(String what, CheckedSupplier<T> transfer) throws Exception {
        RetryPolicy<T> policy = RetryPolicy.<T>builder()
                .handleIf((result, failure) -> failure != null
                        && passing.test(failure)
                        && !Thread.currentThread().isInterrupted())
                .withMaxAttempts(ATTEMPTS)
                .withDelayFn(context -> pause(context.getLastException(), context.getAttemptCount()))
                .onRetryScheduled((ExecutionScheduledEvent<T> event) ->
                        listener.retrying(what, event.getLastException(), event.getDelay()))
                .build();
        try {
            return Failsafe.with(policy).get(transfer);
        } catch (FailsafeException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    /** Reads a {@code Retry-After} header: seconds, or a date (RFC 9110, 10.2.3). Empty when it is neither. */
    public static Optional<Duration> parseRetryAfter(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        String value = header.trim();
        try {
            if (value.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(ZonedDateTime.now(date.getZone()), date);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Duration pause(@Nullable Throwable failure, int attempts) {
        Duration ours = pauses.after(attempts);
        return Optional.ofNullable(failure)
                .flatMap(retryAfter)
                .map(pauses::capped)
                .filter(asked -> asked.compareTo(ours) > 0)
                .orElse(ours);
    }
}
