package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.bundle.ToolchainBundle;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.registry.BlobOutcome;
import java.util.List;

/**
 * What a push would do.
 *
 * @param bundle the bundle it takes the toolchain from
 * @param image the image it would make
 * @param blobs what it would do with each blob, in the image's order, the config last
 * @param tags what it would do with each tag, in the order of the request
 * @param preparations what would be made or changed of the repository, each a sentence without its period
 */
public record PushPlan(
        ToolchainBundle bundle,
        PlannedImage image,
        List<PlannedBlob> blobs,
        List<PlannedTag> tags,
        List<String> preparations) {

    public PushPlan {
        blobs = List.copyOf(blobs);
        tags = List.copyOf(tags);
        preparations = List.copyOf(preparations);
    }

    /** What would be done with a blob. A mount is a wish: the registry may want the bytes all the same. */
    public record PlannedBlob(ContentDescriptor blob, BlobOutcome outcome) {}

    /** Whether a tag would be set, or names the image already. */
    public record PlannedTag(String tag, boolean current) {}

    /** How many bytes would be sent, if every mount works. */
    public long bytesToSend() {
        return blobs.stream()
                .filter(planned -> planned.outcome() == BlobOutcome.SENT)
                .mapToLong(planned -> planned.blob().size())
                .sum();
    }
}
