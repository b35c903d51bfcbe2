package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.registry.PushResult.Transfer;
import io.github.erlangcodebuild.registry.Repository.BlobContent;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;

/** Brings blobs into a repository, several at a time, the largest first. The first failure ends it. */
final class BlobTransfer {

    /** How many at a time: enough to hide a registry's latency, few enough not to starve each other. */
    private static final int AT_A_TIME = 6;

    private final Repository target;
    private final PushLog log;

    BlobTransfer(Repository target, PushLog log) {
        this.target = target;
        this.log = log;
    }

    /**
     * Brings all of them in.
     *
     * @param mountable which of them the target may find in the repository that it mounts from
     * @param contents where the bytes of each come from, opened only when they are wanted
     */
    Transfer all(
            List<ContentDescriptor> blobs,
            Predicate<ContentDescriptor> mountable,
            Function<ContentDescriptor, BlobContent> contents) {
        List<ContentDescriptor> largestFirst = blobs.stream()
                .sorted(Comparator.comparingLong(ContentDescriptor::size).reversed())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_A_TIME, blobs.size()), BlobTransfer::thread);
        try {
            CompletionService<Transfer> running = new ExecutorCompletionService<>(threads);
            for (ContentDescriptor blob : largestFirst) {
                running.submit(() -> one(blob, mountable.test(blob), contents.apply(blob)));
            }
            Transfer sum = Transfer.none();
            for (int done = 0; done < blobs.size(); done++) {
                sum = sum.plus(await(running));
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Brings one of them in. */
    Transfer one(ContentDescriptor blob, boolean mountable, BlobContent content) {
        BlobProgress progress = log.blob(blob);
        BlobOutcome outcome = target.push(blob, content, mountable, progress);
        progress.finished(outcome);
        return Transfer.of(outcome, blob.size(), mountable);
    }

    private static Transfer await(CompletionService<Transfer> running) {
        try {
            return running.take().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Daemons: after a failure, the transfers that still run must not keep Maven from ending. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "erlang-codebuild-push");
        thread.setDaemon(true);
        return thread;
    }
}
