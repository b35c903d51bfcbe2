package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.bundle.ToolchainBundle;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.registry.BlobOutcome;
import io.github.erlangcodebuild.registry.BlobProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers what a push told. */
public final class RecordingLog implements PushLog {

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<String> retries = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final List<String> tagged = new CopyOnWriteArrayList<>();
    private final Map<Digest, AtomicLong> sent = new ConcurrentHashMap<>();
    private final Map<Digest, BlobOutcome> outcomes = new ConcurrentHashMap<>();

    private final AtomicInteger verifications = new AtomicInteger();

    @Override
    public void bundle(ToolchainBundle bundle) {}

    @Override
    public void base(BaseImage base) {}

    @Override
    public void baseWarning(String text) {
        warnings.add(text);
    }

    @Override
    public void transferring(PlannedImage image, List<ContentDescriptor> blobs) {}

    @Override
    public void verifying(ToolchainBundle bundle) {
        verifications.incrementAndGet();
    }

    @Override
    public void transferred() {}

    @Override
    public void retrying(String what, Throwable failure, Duration pause, Optional<Duration> asked) {
        retries.add(what + ": " + failure.getMessage());
        pauses.add(pause);
    }

    @Override
    public void tagging(String tag) {}

    @Override
    public void tagged(String tag) {
        tagged.add(tag);
    }

    @Override
    public BlobProgress blob(ContentDescriptor blob) {
        AtomicLong bytes = sent.computeIfAbsent(blob.digest(), digest -> new AtomicLong());
        return new BlobProgress() {
            @Override
            public void started() {
                bytes.set(0);
            }

            @Override
            public void sent(long more) {
                bytes.addAndGet(more);
            }

            @Override
            public void finished(BlobOutcome outcome) {
                outcomes.put(blob.digest(), outcome);
            }
        };
    }

    /** What was tried again, and why. */
    public List<String> retries() {
        return List.copyOf(retries);
    }

    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    List<String> tagged() {
        return List.copyOf(tagged);
    }

    /** How often the layer was read because the repository had it already. */
    int verifications() {
        return verifications.get();
    }

    /** The bytes that count in the end, not those of attempts that failed. */
    public long sentBytes(Digest blob) {
        AtomicLong bytes = sent.get(blob);
        return bytes == null ? 0 : bytes.get();
    }

    Map<Digest, BlobOutcome> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** The warnings of the base. */
    List<String> warnings() {
        return warnings;
    }
}
