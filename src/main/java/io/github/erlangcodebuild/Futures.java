package io.github.erlangcodebuild;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for what runs in another thread, as if it had run in this one. */
public final class Futures {

    private Futures() {}

    /**
     * Waits for it.
     *
     * @throws RuntimeException what it threw
     * @throws IllegalStateException when the wait was interrupted, or it threw a checked exception
     */
    public static <T> T await(Future<T> running) {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw unchecked(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * What was thrown, which is unchecked.
     *
     * @throws Error when that is what was thrown
     */
    public static RuntimeException unchecked(ExecutionException failure) {
        if (failure.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        if (failure.getCause() instanceof Error cause) {
            throw cause;
        }
        return new IllegalStateException(failure.getCause());
    }

    /** What to throw for it; the thread stays interrupted. */
    public static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", cause);
    }
}
