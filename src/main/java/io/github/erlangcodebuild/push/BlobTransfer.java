package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.Futures;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.push.PushResult.Transfer;
import io.github.erlangcodebuild.registry.BlobContent;
import io.github.erlangcodebuild.registry.BlobOutcome;
import io.github.erlangcodebuild.registry.BlobProgress;
import io.github.erlangcodebuild.registry.BlobStatus;
import io.github.erlangcodebuild.registry.Repository;
import java.net.URL;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Transfers blobs into a repository. The repository is asked for many of them at once, since those requests only wait; those
 * that have to be sent follow several at a time, what will take longest first. The first failure ends it.
 */
final class BlobTransfer {

    /** Enough to ask for the layers of a CodeBuild image in two goes: a connection costs more than a request. */
    private static final int ASKED_AT_A_TIME = 16;

    /** Enough to use all of the bandwidth, few enough for each to have its part. */
    private static final int SENT_AT_A_TIME = 6;

    /** So that the next blobs need not wait for the registry to say where to: an upload that waits long may be forgotten. */
    private static final int OPENED_AT_A_TIME = 2 * SENT_AT_A_TIME;

    private final Repository target;
    private final PushLog log;
    private final Semaphore opening = new Semaphore(OPENED_AT_A_TIME, true);
    private final Semaphore sending = new Semaphore(SENT_AT_A_TIME, true);

    BlobTransfer(Repository target, PushLog log) {
        this.target = target;
        this.log = log;
    }

    /**
     * Transfers all of them that the repository does not have.
     *
     * @param mountable which of them the repository that the target mounts from has
     * @param contents where the bytes of each come from, read only when it has to be sent
     * @param last what is still to be done when the repository has one of them, before it counts as transferred
     * @return what became of them
     * @throws io.github.erlangcodebuild.ActionableException when one of them cannot be transferred
     */
    Transfer all(
            List<ContentDescriptor> blobs,
            Predicate<ContentDescriptor> mountable,
            Function<ContentDescriptor, BlobContent> contents,
            Consumer<ContentDescriptor> last) {
        List<ContentDescriptor> longestFirst = blobs.stream()
                .sorted(Comparator.<ContentDescriptor, Boolean>comparing(mountable::test)
                        .thenComparing(ContentDescriptor::size, Comparator.reverseOrder()))
                .toList();
        try (Parallel requests = Parallel.atMost(Math.min(ASKED_AT_A_TIME, blobs.size()))) {
            return requests
                    .each(longestFirst, blob -> transfer(blob, mountable.test(blob), contents.apply(blob), last))
                    .stream()
                    .reduce(Transfer.none(), Transfer::plus);
        }
    }

    private Transfer transfer(
            ContentDescriptor blob, boolean mountable, BlobContent content, Consumer<ContentDescriptor> last) {
        BlobStatus status = target.find(blob, mountable);
        BlobProgress progress = log.blob(blob);
        BlobOutcome outcome = status instanceof BlobStatus.InRepository there
                ? there.outcome()
                : send(blob, content, status, progress);
        last.accept(blob);
        progress.finished(outcome);
        return Transfer.of(outcome, blob.size(), mountable);
    }

    private BlobOutcome send(ContentDescriptor blob, BlobContent content, BlobStatus status, BlobProgress progress) {
        return within(opening, () -> {
            Optional<URL> location = status instanceof BlobStatus.Upload upload
                    ? Optional.of(upload.location())
                    : target.openUpload(blob);
            return location.map(upload -> within(sending, () -> target.send(blob, content, upload, progress)))
                    .orElse(BlobOutcome.PRESENT); // another push has sent it meanwhile
        });
    }

    private static BlobOutcome within(Semaphore limit, Supplier<BlobOutcome> work) {
        try {
            limit.acquire();
        } catch (InterruptedException e) {
            throw Futures.interrupted(e);
        }
        try {
            return work.get();
        } finally {
            limit.release();
        }
    }
}
