package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.PlannedImage;
import io.github.erlangcodebuild.toolchain.ToolchainBundle;
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
     * @param upToDate every tag named this image already, and no blob was asked for
     */
    public record Transfer(int sent, long sentBytes, int mounted, int present, boolean upToDate) {

        static Transfer none() {
            return new Transfer(0, 0, 0, 0, true);
        }

        Transfer plus(Transfer other) {
            return new Transfer(
                    sent + other.sent,
                    sentBytes + other.sentBytes,
                    mounted + other.mounted,
                    present + other.present,
                    upToDate && other.upToDate);
        }

        Transfer plus(BlobOutcome outcome, long bytes) {
            return switch (outcome) {
                case SENT -> new Transfer(sent + 1, sentBytes + bytes, mounted, present, false);
                case MOUNTED -> new Transfer(sent, sentBytes, mounted + 1, present, false);
                case PRESENT -> new Transfer(sent, sentBytes, mounted, present + 1, false);
            };
        }
    }
}
