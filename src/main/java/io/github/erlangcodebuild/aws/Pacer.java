package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Waits between two looks at something that takes a while, and knows when it has taken too long.
 *
 * @param clock tells the time
 * @param sleeper waits
 * @param pause how long to wait between looks
 */
public record Pacer(InstantSource clock, Sleeper sleeper, Duration pause) {

    /** Waits. */
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    /** On the system's clock. */
    public static Pacer every(Duration pause) {
        return new Pacer(InstantSource.system(), duration -> Thread.sleep(duration.toMillis()), pause);
    }

    public Instant now() {
        return clock.instant();
    }

    /**
     * Waits until the next look.
     *
     * @param deadline when to give up
     * @param what what is waited for, as the subject of a sentence
     * @param remedy what the user can do when it takes too long
     * @throws ActionableException when the deadline has passed
     */
    public void await(Instant deadline, String what, String remedy) {
        await(deadline, what, "took too long", remedy);
    }

    /**
     * As {@link #await(Instant, String, String)}, and says how long that was.
     *
     * @param began when the waiting did
     */
    public void await(Instant began, Instant deadline, String what, String remedy) {
        await(deadline, what, "took too long: " + words(Duration.between(began, now())) + " have passed", remedy);
    }

    private void await(Instant deadline, String what, String tooLong, String remedy) {
        if (!now().isBefore(deadline)) {
            throw new ActionableException(what + " " + tooLong + ".", remedy);
        }
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ActionableException(what + " was not waited for: this was interrupted.", remedy, e);
        }
    }

    private static String words(Duration duration) {
        return duration.toMinutes() > 1 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " seconds";
    }
}
