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
 * Tries an operation again after temporary failures: with exponential backoff and jitter, and never sooner than a server's
 * {@code Retry-After} asks for. A thread that was interrupted gives up instead.
 */
public final class Retry {

    /** How often an operation is tried in all. */
    public static final int ATTEMPTS = 5;

    private static final double JITTER = 0.25;

    private final Predicate<Throwable> temporary;
    private final Function<Throwable, Optional<Duration>> retryAfter;
    private final Listener listener;
    private final Backoff backoff;

    /** Hears of every failed attempt that will be followed by another. */
    public interface Listener {

        /**
         * An attempt has failed.
         *
         * @param what what is done, as given to {@link Retry#call}
         * @param failure the failure of this attempt
         * @param pause the time until the next one
         * @param asked the longer pause that the server asks for; empty where it is heeded, or asks for none
         */
        void retrying(String what, Throwable failure, Duration pause, Optional<Duration> asked);
    }

    /**
     * How long to wait between attempts. Each pause is twice the one before it, give or take a quarter.
     *
     * @param first the pause after the first attempt
     * @param longest what no pause is longer than, whatever a server asks for
     */
    public record Backoff(Duration first, Duration longest) {

        /**
         * A second to begin with, and a minute at most. All pauses together are longer than the ten seconds for which a JVM
         * remembers that a host could not be looked up, so one failed look-up is not the end.
         */
        public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));

        private Duration after(int attempts) {
            double jitter = 1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1);
            return capped(Duration.ofNanos((long) (first.toNanos() * Math.pow(2, attempts - 1.0) * jitter)));
        }

        private Duration capped(Duration pause) {
            return pause.compareTo(longest) > 0 ? longest : pause;
        }
    }

    /** With {@link Backoff#DEFAULT}. */
    public Retry(
            Predicate<Throwable> temporary, Function<Throwable, Optional<Duration>> retryAfter, Listener listener) {
        this(temporary, retryAfter, listener, Backoff.DEFAULT);
    }

    /**
     * @param temporary whether another attempt may help after this failure
     * @param retryAfter the pause that the server asked for, if it did
     * @param listener told before each pause
     * @param backoff how long to wait where the server did not ask for more
     */
    public Retry(
            Predicate<Throwable> temporary,
            Function<Throwable, Optional<Duration>> retryAfter,
            Listener listener,
            Backoff backoff) {
        this.temporary = temporary;
        this.retryAfter = retryAfter;
        this.listener = listener;
        this.backoff = backoff;
    }

    /**
     * Runs an operation, up to {@link #ATTEMPTS} times.
     *
     * @param what what it does, for the listener: {@code pull sha256:… from example.com/base}
     * @return the result of the attempt that succeeded
     * @throws Exception the failure of the last attempt, as it was thrown
     */
    public <T> T call(String what, CheckedSupplier<T> operation) throws Exception {
        RetryPolicy<T> policy = RetryPolicy.<T>builder()
                .handleIf((result, failure) -> failure != null
                        && temporary.test(failure)
                        && !Thread.currentThread().isInterrupted())
                .withMaxAttempts(ATTEMPTS)
                .withDelayFn(context -> pause(context.getLastException(), context.getAttemptCount()))
                .onRetryScheduled((ExecutionScheduledEvent<T> event) -> listener.retrying(
                        what, event.getLastException(), event.getDelay(), tooLong(event.getLastException())))
                .build();
        try {
            return Failsafe.with(policy).get(operation);
        } catch (FailsafeException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    /**
     * Reads a {@code Retry-After} header: seconds, or a date (RFC 9110, 10.2.3).
     *
     * @return the time from now, not negative; empty when there is no header, or it is neither
     */
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

    private Optional<Duration> tooLong(@Nullable Throwable failure) {
        return Optional.ofNullable(failure).flatMap(retryAfter).filter(asked -> asked.compareTo(backoff.longest()) > 0);
    }

    private Duration pause(@Nullable Throwable failure, int attempts) {
        Duration ours = backoff.after(attempts);
        return Optional.ofNullable(failure)
                .flatMap(retryAfter)
                .map(backoff::capped)
                .filter(asked -> asked.compareTo(ours) > 0)
                .orElse(ours);
    }
}
