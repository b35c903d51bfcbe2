package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ActionableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    public static final int DEFAULT_KEEP_IMAGES = 3;

    /** Only where it is clear which tags the exclusion is for. */
    private static final Set<ImageTagMutability> CREATABLE = Set.of(
            ImageTagMutability.MUTABLE, ImageTagMutability.IMMUTABLE, ImageTagMutability.IMMUTABLE_WITH_EXCLUSION);

    public RepositorySettings {
        tags = new TreeMap<>(tags);
        if (keepImages.isPresent() && keepImages.get() < 1) {
            throw new ActionableException(
                    "keepImages is " + keepImages.get() + ", but at least one image must be kept.",
                    "Set -Derlang-codebuild.keepImages to 1 or more.");
        }
    }

    /** The parameters that say another thing than their defaults, by name: outside of Amazon ECR they have no effect. */
    public List<String> chosen() {
        List<String> names = new ArrayList<>();
        kmsKey.ifPresent(key -> names.add("kmsKey"));
        keepImages.ifPresent(number -> names.add("keepImages"));
        if (mutability != ImageTagMutability.MUTABLE) {
            names.add("imageTagMutability");
        }
        if (!scanOnPush) {
            names.add("scanOnPush");
        }
        if (!create) {
            names.add("createRepository");
        }
        return names;
    }

    /** What a repository that is created would have, to be read on from a sentence. */
    String description() {
        return (scanOnPush ? ", with scan on push" : ", without scan on push")
                + (mutability == ImageTagMutability.MUTABLE ? "" : ", tags " + mutability)
                + kmsKey.map(key -> ", encrypted with " + key).orElse("")
                + (tags.isEmpty()
                        ? ""
                        : ", resource tags "
                                + tags.entrySet().stream()
                                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                                        .collect(Collectors.joining(",")));
    }

    /**
     * Reads {@code imageTagMutability}.
     *
     * @throws ActionableException when it is none that a repository is created with
     */
    public static ImageTagMutability parseMutability(String text) {
        ImageTagMutability mutability = ImageTagMutability.fromValue(text.trim().toUpperCase(Locale.ROOT));
        if (!CREATABLE.contains(mutability)) {
            throw new ActionableException(
                    "imageTagMutability '" + text + "' is not what a repository can be created with here.",
                    "Use MUTABLE, IMMUTABLE or IMMUTABLE_WITH_EXCLUSION (all tags but latest). A repository with other"
                            + " exclusions can be made beforehand; push keeps to its rules.");
        }
        return mutability;
    }
}
