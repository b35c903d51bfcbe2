package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Requests that do not need each other's answers, sent at once. Closing it gives up on what still runs. */
final class Parallel implements AutoCloseable {

    private final ExecutorService threads;

    private Parallel(ExecutorService threads) {
        this.threads = threads;
    }

    /** @param most how many at a time */
    static Parallel atMost(int most) {
        return new Parallel(Executors.newFixedThreadPool(most, Parallel::thread));
    }

    /** Begins one. */
    <T> Future<T> start(Callable<T> request) {
        return threads.submit(request);
    }

    /**
     * Does this for each of them. The first failure ends it.
     *
     * @return the results, in the order of what they are for
     */
    <T, R> List<R> each(List<T> all, Function<T, R> request) {
        CompletionService<R> running = new ExecutorCompletionService<>(threads);
        List<Future<R>> results = new ArrayList<>();
        for (T one : all) {
            results.add(running.submit(() -> request.apply(one)));
        }
        for (int done = 0; done < all.size(); done++) {
            await(running);
        }
        return results.stream().map(Futures::await).toList();
    }

    private static <R> void await(CompletionService<R> running) {
        try {
            Futures.await(running.take());
        } catch (InterruptedException e) {
            throw Futures.interrupted(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Daemons: after a failure, what still runs must not keep Maven from ending. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "erlang-codebuild-push");
        thread.setDaemon(true);
        return thread;
    }
}
