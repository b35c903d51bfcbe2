package io.github.erlangcodebuild.push;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.Platform;
import io.github.erlangcodebuild.image.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Finds the image for a platform in an index, and in the indexes in it. Entries that say the platform come first, those for the
 * plain architecture before those for a variant. Only where there is none, those that say no platform are read, in their
 * order: then the image's config decides.
 */
final class IndexSearch {

    /** How many manifests are read on the way: what an index names, how often and how deep, has no end of its own. */
    static final int MOST_MANIFESTS = 40;

    private final ImageReference reference;
    private final Platform wanted;
    private final Function<Digest, BaseManifest> pull;
    private final Function<BaseManifest, BaseImage> read;

    private final Set<Digest> pulled = new HashSet<>();
    /** Those that there are instead. */
    private final Set<String> others = new TreeSet<>();

    /**
     * @param reference how the user named the base
     * @param wanted the platform to find
     * @param pull pulls a manifest
     * @param read reads an image, with its config
     */
    IndexSearch(
            ImageReference reference,
            Platform wanted,
            Function<Digest, BaseManifest> pull,
            Function<BaseManifest, BaseImage> read) {
        this.reference = reference;
        this.wanted = wanted;
        this.pull = pull;
        this.read = read;
    }

    /**
     * An image that was found.
     *
     * @param variant what it is for, as the index says, or its config
     */
    record Found(BaseImage image, Variant variant) {}

    /** @throws ActionableException when there is none for the platform */
    Found in(ArrayNode index) {
        return search(index)
                .orElseThrow(() -> new ActionableException(
                        "The base image " + reference + " is not made for " + wanted
                                + ", which the toolchain was built for. " + instead() + ".",
                        "Use a base image that is, or a toolchain bundle for one of the base's platforms."));
    }

    private String instead() {
        return others.isEmpty()
                ? "Its index names no image"
                : "It is made for " + UnusableBase.shown(String.join(", ", others));
    }

    private Optional<Found> search(ArrayNode index) {
        List<IndexEntry> entries = StreamSupport.stream(index.spliterator(), false)
                .map(IndexEntry::new)
                .filter(IndexEntry::mayBeImage)
                .toList();
        Optional<Found> told = entries.stream()
                .filter(IndexEntry::saysPlatform)
                .filter(entry -> isWanted(entry.variant()))
                .sorted(Comparator.comparing(IndexEntry::variant))
                .flatMap(entry -> open(entry).stream())
                .findFirst();
        return told.isPresent() ? told : ask(entries);
    }

    private Optional<Found> ask(List<IndexEntry> entries) {
        List<Found> variants = new ArrayList<>();
        for (IndexEntry entry : entries) {
            Optional<Found> found = entry.saysPlatform() ? Optional.empty() : open(entry);
            if (found.filter(image -> image.variant().isPlain()).isPresent()) {
                return found;
            }
            found.ifPresent(variants::add);
        }
        return variants.stream().min(Comparator.comparing(Found::variant));
    }

    private Optional<Found> open(IndexEntry entry) {
        Digest digest = digest(entry);
        if (!pulled.add(digest)) {
            return Optional.empty();
        }
        if (pulled.size() > MOST_MANIFESTS) {
            throw new ActionableException(
                    "The index of the base image " + reference + " leads to more than " + MOST_MANIFESTS
                            + " manifests that may be for " + wanted + ", and none of the first " + MOST_MANIFESTS
                            + " is.",
                    "Name the image for " + wanted + " by its digest: -Derlang-codebuild.baseImage="
                            + reference.repositoryUri() + "@sha256:….");
        }
        BaseManifest manifest = pull.apply(digest);
        Optional<ArrayNode> index = manifest.entries();
        if (index.isPresent()) {
            return search(index.get());
        }
        if (entry.saysPlatform()) {
            BaseImage image = read.apply(manifest);
            return Optional.of(new Found(image, entry.variant().name().isEmpty() ? image.variant() : entry.variant()));
        }
        return Optional.of(manifest)
                .filter(BaseManifest::hasImageConfig)
                .filter(image -> image.format().isPresent())
                .map(read)
                .filter(image -> isWanted(image.variant()))
                .map(image -> new Found(image, image.variant()));
    }

    private Digest digest(IndexEntry entry) {
        String digest = entry.json().path("digest").asText();
        return Digest.parse(digest)
                .orElseThrow(() -> UnusableBase.because(
                        reference, "its index has the digest '" + UnusableBase.shown(digest) + "'"));
    }

    private boolean isWanted(Variant variant) {
        boolean is = variant.platform().equals(wanted);
        if (!is && !variant.toString().equals("/")) {
            others.add(variant.toString());
        }
        return is;
    }
}
