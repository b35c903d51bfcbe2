package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;

/**
 * How an ECR repository is made, if it has to be.
 *
 * @param create whether it is made when it is missing
 * @param scanOnPush whether ECR scans each image that is pushed
 * @param tags the repository's resource tags
 * @param kmsKey the KMS key that encrypts it; without one ECR uses AES-256 of its own
 * @param mutability whether tags may be moved
 * @param keepImages how many images the lifecycle policy keeps; empty when the user did not say
 */
public record RepositorySettings(
        boolean create,
        boolean scanOnPush,
        Map<String, String> tags,
        Optional<String> kmsKey,
        ImageTagMutability mutability,
        Optional<Integer> keepImages) {

    /** What is kept where the user did not say. */
    static final int DEFAULT_KEEP_IMAGES = 3;

    public RepositorySettings {
        tags = new TreeMap<>(tags);
        if (keepImages.isPresent() && keepImages.get() < 1) {
            throw new ActionableException(
                    "keepImages is " + keepImages.get() + ", but at least one image must be kept.",
                    "Set -Derlang-codebuild.keepImages to 1 or more.");
        }
    }

    /**
     * Reads {@code imageTagMutability}.
     *
     * @throws ActionableException when it is none of ECR's values
     */
    public static ImageTagMutability parseMutability(String text) {
        ImageTagMutability mutability = ImageTagMutability.fromValue(text.trim().toUpperCase(Locale.ROOT));
        if (mutability == ImageTagMutability.UNKNOWN_TO_SDK_VERSION) {
            throw new ActionableException(
                    "imageTagMutability '" + text + "' is not a setting of Amazon ECR.",
                    "Use MUTABLE, IMMUTABLE, MUTABLE_WITH_EXCLUSION or IMMUTABLE_WITH_EXCLUSION (all but latest).");
        }
        return mutability;
    }
}
