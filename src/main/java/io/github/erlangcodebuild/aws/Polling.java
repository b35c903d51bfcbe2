package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How something that takes a while is polled: asked again after an interval, until a deadline.
 *
 * @param clock tells the time
 * @param sleeper waits
 * @param interval how long to wait between two calls
 */
public record Polling(InstantSource clock, Sleeper sleeper, Duration interval) {

    /** Waits. */
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    /** Polling on the system's clock. */
    public static Polling every(Duration interval) {
        return new Polling(InstantSource.system(), duration -> Thread.sleep(duration.toMillis()), interval);
    }

    public Instant now() {
        return clock.instant();
    }

    /**
     * Waits for one interval.
     *
     * @param deadline when to give up
     * @param what what is waited for, as the subject of a sentence
     * @param remedy what the user can do when it takes too long
     * @throws ActionableException when the deadline has passed, or the thread was interrupted
     */
    public void await(Instant deadline, String what, String remedy) {
        await(deadline, what, "took too long", remedy);
    }

    /**
     * As {@link #await(Instant, String, String)}, but what is thrown at the deadline says how long that took.
     *
     * @param began when the polling began
     */
    public void await(Instant began, Instant deadline, String what, String remedy) {
        await(deadline, what, "took too long: " + words(Duration.between(began, now())) + " have passed", remedy);
    }

    private void await(Instant deadline, String what, String tooLong, String remedy) {
        if (!now().isBefore(deadline)) {
            throw new ActionableException(what + " " + tooLong + ".", remedy);
        }
        try {
            sleeper.sleep(interval);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ActionableException(what + " was not waited for: this was interrupted.", remedy, e);
        }
    }

    private static String words(Duration duration) {
        return duration.toMinutes() > 1 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " seconds";
    }
}
