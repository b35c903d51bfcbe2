package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.bundle.BundleLocation;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is to be pushed, and where.
 *
 * @param base the base image
 * @param bundle where the toolchain bundle is
 * @param erlangVersion the OTP version that the bundle must have
 * @param toolchainDigest the digest that its layer must have, if one is demanded
 * @param registry the target registry's host
 * @param repository the target repository
 * @param tags the tags, the first one pushed first; without repetitions
 * @param settings what is added to the image's config
 * @param allowBaseMismatch whether the toolchain may have been compiled on another image than the base
 */
public record PushRequest(
        ImageReference base,
        BundleLocation bundle,
        String erlangVersion,
        Optional<Digest> toolchainDigest,
        String registry,
        String repository,
        List<String> tags,
        ImageSettings settings,
        boolean allowBaseMismatch) {

    public PushRequest {
        if (tags.isEmpty()) {
            throw new ActionableException(
                    "There is no tag to push.",
                    "Give at least one with -Derlang-codebuild.tags=" + erlangVersion + ".");
        }
        tags = List.copyOf(new LinkedHashSet<>(tags));
        for (String tag : tags) {
            ImageReference.of(registry, repository, tag); // refuses what the specification does not allow
        }
    }

    /** The image, by its first tag. */
    public ImageReference image() {
        return ImageReference.of(registry, repository, tags.get(0));
    }

    /**
     * The repository that blobs can be mounted from: the base's, when it is in the same registry.
     *
     * @param otherName whether a host is another name of the target registry's
     */
    Optional<String> mountFrom(Predicate<String> otherName) {
        boolean sameRegistry = base.registry().equals(registry) || otherName.test(base.registry());
        return sameRegistry && !base.repository().equals(repository)
                ? Optional.of(base.repository())
                : Optional.empty();
    }
}
