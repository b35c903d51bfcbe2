package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.bundle.ToolchainBundle;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.registry.BlobOutcome;
import java.time.Duration;
import java.util.List;

/**
 * What a push did.
 *
 * @param reference the image, by its first tag
 * @param tags all its tags
 * @param image the image itself
 * @param bundle where its toolchain comes from
 * @param transfer what was moved
 * @param elapsed how long it took
 */
public record PushResult(
        ImageReference reference,
        List<String> tags,
        PlannedImage image,
        ToolchainBundle bundle,
        Transfer transfer,
        Duration elapsed) {

    public PushResult {
        tags = List.copyOf(tags);
    }

    /**
     * What became of the blobs, the config among them.
     *
     * @param sent how many were sent
     * @param sentBytes and their bytes
     * @param mounted how many the registry took over from another repository
     * @param present how many were there before
     * @param mountsRefused how many of those that were sent the registry could have mounted, but did not
     * @param upToDate every tag named this image already, and no blob was asked for
     */
    public record Transfer(int sent, long sentBytes, int mounted, int present, int mountsRefused, boolean upToDate) {

        static Transfer none() {
            return new Transfer(0, 0, 0, 0, 0, true);
        }

        Transfer plus(Transfer other) {
            return new Transfer(
                    sent + other.sent,
                    sentBytes + other.sentBytes,
                    mounted + other.mounted,
                    present + other.present,
                    mountsRefused + other.mountsRefused,
                    upToDate && other.upToDate);
        }

        /** What became of the same blobs when all of them were asked for once more. */
        Transfer again(Transfer second) {
            Transfer both = plus(second);
            int there = Math.max(0, sent + mounted + present - both.sent - both.mounted);
            return new Transfer(both.sent, both.sentBytes, both.mounted, there, both.mountsRefused, both.upToDate);
        }

        static Transfer of(BlobOutcome outcome, long bytes, boolean mountable) {
            return switch (outcome) {
                case SENT -> new Transfer(1, bytes, 0, 0, mountable ? 1 : 0, false);
                case MOUNTED -> new Transfer(0, 0, 1, 0, 0, false);
                case PRESENT -> new Transfer(0, 0, 0, 1, 0, false);
            };
        }
    }
}
