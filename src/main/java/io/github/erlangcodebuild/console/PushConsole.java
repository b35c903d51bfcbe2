package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.bundle.ToolchainBundle;
import io.github.erlangcodebuild.http.Waits;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.BaseImage.BaseLayer;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.push.PlannedImage;
import io.github.erlangcodebuild.push.PushLog;
import io.github.erlangcodebuild.registry.BlobOutcome;
import io.github.erlangcodebuild.registry.BlobProgress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows a push on the console. */
public final class PushConsole implements PushLog, Waits.Listener {

    private final Output output;
    private final Supplier<Meter> meters;

    @Nullable
    private Meter meter;

    private long total;
    private long done;
    private boolean pushing;

    /** Those whose manifest is on its way, and may have arrived. */
    private final Set<String> begun = new LinkedHashSet<>();

    private final Set<String> set = new LinkedHashSet<>();
    private final Map<BlobOutcome, Integer> outcomes = new EnumMap<>(BlobOutcome.class);

    /** @param meters makes the display for one transfer */
    public PushConsole(Output output, Supplier<Meter> meters) {
        this.output = output;
        this.meters = meters;
    }

    @Override
    public synchronized void bundle(ToolchainBundle bundle) {
        output.info("Toolchain: Erlang/OTP " + bundle.descriptor().erlang().otpVersion() + ", rebar3 "
                + bundle.descriptor().rebar3().version() + " for "
                + bundle.descriptor().platform() + ", "
                + Text.bytes(bundle.descriptor().layer().size()) + ", from "
                + bundle.location().display());
        if (bundle.descriptor().builtOn().isEmpty()) {
            output.warn("The bundle does not say which image it was made on. Its programs run only where they find the"
                    + " C library and OpenSSL that they were linked with.");
        }
    }

    @Override
    public synchronized void base(BaseImage base) {
        long bytes = base.layers().stream()
                .map(BaseLayer::descriptor)
                .mapToLong(ContentDescriptor::size)
                .sum();
        output.info("Base:      " + base.reference() + ", "
                + Text.count(base.layers().size(), "layer") + ", " + Text.bytes(bytes));
        output.debug("Manifest of the base: " + base.digest());
    }

    @Override
    public synchronized void baseWarning(String text) {
        output.warn(text);
    }

    @Override
    public synchronized void transferring(PlannedImage image, List<ContentDescriptor> blobs) {
        total = blobs.stream().mapToLong(ContentDescriptor::size).sum();
        done = 0;
        pushing = true;
        outcomes.clear();
        meter = meters.get();
        meter.total(total);
        output.debug("The image will be " + image.digest());
    }

    @Override
    public synchronized void verifying(ToolchainBundle bundle) {
        say(
                output::info,
                "The repository has the toolchain layer already. Verifying it: reading "
                        + Text.bytes(bundle.descriptor().layer().size()) + " from " + bundle.layerDisplay());
    }

    @Override
    public synchronized void retrying(String what, Throwable failure, Duration pause, Optional<Duration> asked) {
        String message = "Will try again in " + Text.duration(pause)
                + asked.map(longer -> " (asked for a pause of " + Text.duration(longer) + ")")
                        .orElse("") + " to " + what
                + ": " + reason(failure);
        say(output::warn, message);
        output.debug(failure);
    }

    @Override
    public synchronized void waiting(String what, Duration elapsed, Duration limit) {
        say(
                output::info,
                "Waiting for " + what + ": " + Text.duration(elapsed) + " so far, " + Text.duration(limit)
                        + " at most");
    }

    private void say(Consumer<String> log, String line) {
        if (meter == null) {
            log.accept(line);
        } else {
            meter.line(log, line);
        }
    }

    @Override
    public BlobProgress blob(ContentDescriptor blob) {
        return new OneBlob(blob);
    }

    @Override
    public synchronized void transferred() {
        close();
    }

    @Override
    public synchronized void tagging(String tag) {
        begun.add(tag);
    }

    @Override
    public synchronized void tagged(String tag) {
        begun.remove(tag);
        set.add(tag);
        output.debug("Tagged " + tag);
    }

    /**
     * What to say when the user ends Maven during a push: what stands. Leaves the display as it is.
     *
     * @return empty before anything is sent
     */
    public synchronized Optional<String> shutdownMessage() {
        if (meter != null) {
            meter.abandon();
            meter = null;
        }
        if (!pushing) {
            return Optional.empty();
        }
        String again = "Run it again: only what is missing is sent.";
        if (set.isEmpty() && begun.isEmpty()) {
            return Optional.of("Stopped. No tag was set. " + again);
        }
        return Optional.of("Stopped. "
                + (set.isEmpty() ? "" : "Set: " + tags(set) + ". ")
                + (begun.isEmpty() ? "" : "Perhaps set: " + tags(begun) + ". ")
                + again);
    }

    private static String tags(Set<String> tags) {
        return (tags.size() == 1 ? "tag " : "tags ") + String.join(", ", tags);
    }

    /** Takes the display off, whatever happened. */
    public synchronized void close() {
        if (meter != null) {
            meter.close();
            meter = null;
        }
    }

    private synchronized void advance(long bytes) {
        done += bytes;
        if (meter != null) {
            meter.done(done);
        }
    }

    private synchronized void finish(ContentDescriptor blob, BlobOutcome outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
        output.debug("Blob " + blob.digest() + ", " + Text.bytes(blob.size()) + ": " + word(outcome));
        if (outcome != BlobOutcome.SENT) {
            total -= blob.size();
        }
        if (meter != null) {
            meter.total(total);
            meter.note(outcomes.entrySet().stream()
                    .map(entry -> entry.getValue() + " " + word(entry.getKey()))
                    .reduce((left, right) -> left + ", " + right)
                    .orElseThrow());
        }
    }

    /** Some exceptions of the JDK have nothing but a name in their message. */
    private static String reason(Throwable failure) {
        return failure instanceof UnknownHostException
                ? "there is no host " + failure.getMessage()
                : String.valueOf(failure.getMessage());
    }

    static String word(BlobOutcome outcome) {
        return switch (outcome) {
            case SENT -> "sent";
            case MOUNTED -> "mounted";
            case PRESENT -> "already there";
        };
    }

    private final class OneBlob implements BlobProgress {

        private final ContentDescriptor blob;
        private long sent;

        OneBlob(ContentDescriptor blob) {
            this.blob = blob;
        }

        @Override
        public void started() {
            advance(-sent);
            sent = 0;
        }

        @Override
        public void sent(long bytes) {
            sent += bytes;
            advance(bytes);
        }

        @Override
        public void finished(BlobOutcome outcome) {
            finish(blob, outcome);
        }
    }
}
