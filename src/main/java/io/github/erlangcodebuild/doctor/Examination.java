package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Futures;
import io.github.erlangcodebuild.aws.SdkErrors;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs checks beside each other. None waits longer than it may, and none takes another one along when it fails. */
final class Examination implements AutoCloseable {

    private final Duration limit;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "doctor");
        thread.setDaemon(true); // one that hangs must not keep Maven from ending
        return thread;
    });

    /** The actions that were tried, with whether they were allowed. */
    private final Map<String, Boolean> tried = new ConcurrentHashMap<>();

    Examination(Duration limit) {
        this.limit = limit;
    }

    /** What looks at something, and what is said when that fails. */
    record Check<T>(String id, String label, Supplier<Checked<T>> look) {}

    <T> Future<Checked<T>> start(Check<T> check) {
        return threads.submit(() -> run(check));
    }

    /** What a check found, or that it took too long. */
    <T> Checked<T> await(Check<T> check, Future<Checked<T>> running) {
        try {
            return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            return new Checked<>(
                    Finding.failed(
                            check.id(),
                            check.label(),
                            "no answer within " + limit.toSeconds() + " s",
                            "Check the network and the proxy, and run it again."),
                    Optional.empty());
        } catch (ExecutionException e) {
            throw Futures.unchecked(e);
        } catch (InterruptedException e) {
            throw Futures.interrupted(e);
        }
    }

    private <T> Checked<T> run(Check<T> check) {
        try {
            return check.look().get();
        } catch (DeniedException e) {
            return new Checked<>(
                    Finding.unknown(
                            check.id(), check.label(), "not known: this identity may not look (" + e.action() + ")"),
                    Optional.empty());
        } catch (ActionableException e) {
            return new Checked<>(Finding.failed(check.id(), check.label(), e), Optional.empty());
        }
    }

    /**
     * Makes a call, and notes whether it was allowed.
     *
     * @param action the IAM action that it takes
     * @throws DeniedException when it was not
     */
    <T> T trying(String action, Supplier<T> call) {
        try {
            T answer = call.get();
            tried.putIfAbsent(action, true);
            return answer;
        } catch (ActionableException e) {
            if (SdkErrors.isDenied(e)) {
                tried.put(action, false);
                throw new DeniedException(action, e);
            }
            throw e;
        }
    }

    /** The actions that were tried, with whether they were allowed. */
    Map<String, Boolean> tried() {
        return Map.copyOf(tried);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** A call was denied. */
    static final class DeniedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String action;

        DeniedException(String action, ActionableException cause) {
            super(cause);
            this.action = action;
        }

        String action() {
            return action;
        }
    }
}
