package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.Platform;
import io.github.erlangcodebuild.registry.Registries;
import io.github.erlangcodebuild.registry.RegistryFailures;
import io.github.erlangcodebuild.registry.Repository;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds a base image. CodeBuild's have two names ({@code amazonlinux2-…} and {@code amazonlinux-…}), and whether AWS goes on
 * to publish both is not known: each is found by the other one, too.
 */
final class BaseLookup {

    private final Registries registries;
    private final PushLog log;
    private final Predicate<ImageReference> published;

    BaseLookup(Registries registries, PushLog log) {
        this(registries, log, CuratedImages::isWherePublished);
    }

    /** @param published whether AWS publishes an image in this registry, so that both names have to be the same */
    BaseLookup(Registries registries, PushLog log, Predicate<ImageReference> published) {
        this.registries = registries;
        this.log = log;
        this.published = published;
    }

    /**
     * A base image, where it was found.
     *
     * @param repository has its blobs
     */
    record Found(BaseImage image, Repository repository) {}

    /**
     * Reads a base image.
     *
     * @param wanted the platform to choose; asked for only where the base has several, or none that will do
     * @throws ActionableException when there is none by this name nor by its other one, or it cannot be used
     */
    Found find(ImageReference reference, Supplier<Platform> wanted) {
        Optional<ImageReference> other = CuratedImages.otherName(reference);
        Found found;
        try {
            found = read(reference, wanted);
        } catch (ActionableException e) {
            if (other.isEmpty() || !RegistryFailures.isMissingOrHidden(e)) {
                throw e;
            }
            found = readInstead(other.get(), wanted, e);
            log.baseWarning(
                    "There is no " + reference + ". " + other.get() + " is the same image to CodeBuild, and is used.");
            return found;
        }
        if (other.isPresent() && published.test(reference)) {
            compare(reference, found, other.get());
        }
        return found;
    }

    private Found read(ImageReference reference, Supplier<Platform> wanted) {
        Repository repository = registries.openForPull(reference);
        return new Found(new BaseImageReader(repository, reference, log::baseWarning).read(wanted), repository);
    }

    private Found readInstead(ImageReference other, Supplier<Platform> wanted, ActionableException missing) {
        try {
            return read(other, wanted);
        } catch (ActionableException e) {
            throw RegistryFailures.isMissingOrHidden(e) ? missing : e;
        }
    }

    /** Warns where the two names are two images by now: only one of them is kept up to date then. */
    private void compare(ImageReference reference, Found found, ImageReference other) {
        try {
            Optional<Digest> otherNamed = registries.openForPull(other).digestOf(other.tagOrDigest());
            if (otherNamed.filter(found.image().digest()::equals).isPresent()) {
                return;
            }
            // where the names are those of lists, that was one image of the list
            Optional<Digest> named = found.repository().digestOf(reference.tagOrDigest());
            if (named.isPresent() && otherNamed.isPresent() && !named.equals(otherNamed)) {
                log.baseWarning(reference + " (" + named.get() + ") and " + other + " (" + otherNamed.get()
                        + ") are not the same image any more. This push uses the first, as baseImage says. If CodeBuild's builds run on"
                        + " the second, use -Derlang-codebuild.baseImage=" + other + ".");
            }
        } catch (ActionableException e) {
            return; // the base was found, and is good as it is
        }
    }
}
