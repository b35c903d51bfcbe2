package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.BaseImage.BaseLayer;
import io.github.erlangcodebuild.image.BuildBase;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.PlannedImage;
import io.github.erlangcodebuild.registry.PushPlan.PlannedBlob;
import io.github.erlangcodebuild.registry.PushPlan.PlannedTag;
import io.github.erlangcodebuild.registry.PushResult.Transfer;
import io.github.erlangcodebuild.toolchain.Digest;
import io.github.erlangcodebuild.toolchain.ObjectReader;
import io.github.erlangcodebuild.toolchain.ToolchainBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts a toolchain onto a base image and pushes the result: plan, layers, config, manifest, tags, in this order, so that
 * no tag ever names an image that is not whole.
 */
public final class ImagePusher {

    private final Registries registries;
    private final ObjectReader bundles;
    private final PushTarget destination;
    private final PushLog log;

    /**
     * @param registries opens the repositories of the base and of the target
     * @param bundles reads toolchain bundles
     * @param destination sees to it that the target repository is there
     * @param log told of what happens
     */
    public ImagePusher(Registries registries, ObjectReader bundles, PushTarget destination, PushLog log) {
        this.registries = registries;
        this.bundles = bundles;
        this.destination = destination;
        this.log = log;
    }

    /**
     * Pushes the image. When every tag names it already, nothing is moved and no blob is asked for.
     *
     * @throws ActionableException when it cannot be done; then no tag was changed, or only tags that name a whole image
     */
    public PushResult push(PushRequest request) {
        long start = System.nanoTime();
        ToolchainBundle bundle = readBundle(request);
        Repository source = registries.openForPull(request.base());
        PlannedImage image = plan(request, bundle, source);
        TagPolicy policy = destination.prepare();
        Repository target = registries.openForPush(request.image(), request.mountFrom());

        Set<String> current = currentTags(request, image, target, policy);
        Transfer transfer = Transfer.none();
        if (!current.containsAll(request.tags())) {
            transfer = transfer(image, bundle, source, target);
            for (String tag : request.tags()) {
                if (!current.contains(tag)) {
                    target.pushManifest(image, tag);
                }
                log.tagged(tag);
            }
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new PushResult(request.image(), request.tags(), image, bundle, transfer, elapsed);
    }

    /**
     * Finds out what a {@link #push} would do, and changes nothing.
     *
     * @throws ActionableException when the push would fail for what is known without moving a layer
     */
    public PushPlan plan(PushRequest request) {
        ToolchainBundle bundle = readBundle(request);
        Repository source = registries.openForPull(request.base());
        PlannedImage image = plan(request, bundle, source);
        TagPolicy policy = destination.look();
        Repository target = registries.openForPush(request.image(), request.mountFrom());

        Set<String> current = currentTags(request, image, target, policy);
        Predicate<ContentDescriptor> mountable =
                mountable(image, request.mountFrom().isPresent());
        List<PlannedBlob> blobs = blobs(image).stream()
                .map(blob -> new PlannedBlob(
                        blob,
                        target.hasBlob(blob.digest())
                                ? BlobOutcome.PRESENT
                                : mountable.test(blob) ? BlobOutcome.MOUNTED : BlobOutcome.SENT))
                .toList();
        if (blobs.contains(new PlannedBlob(image.toolchainLayer(), BlobOutcome.SENT))) {
            requireLayer(bundle);
        }
        List<PlannedTag> tags = request.tags().stream()
                .map(tag -> new PlannedTag(tag, current.contains(tag)))
                .toList();
        return new PushPlan(bundle, image, blobs, tags);
    }

    private ToolchainBundle readBundle(PushRequest request) {
        try {
            ToolchainBundle bundle = registries
                    .retry()
                    .call(
                            "read " + request.bundle().display(),
                            () -> ToolchainBundle.read(
                                    request.bundle(), bundles, request.erlangVersion(), request.toolchainDigest()));
            log.bundle(bundle);
            if (!request.allowBaseMismatch()) {
                BuildBase.requireSame(bundle.descriptor(), request.base());
            }
            return bundle;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw unreadable(request.bundle().display(), e);
        }
    }

    private void requireLayer(ToolchainBundle bundle) {
        String place = bundle.location().display();
        try {
            registries.retry().call("read " + place, () -> {
                bundle.requireLayer();
                return bundle;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw unreadable(place, e);
        }
    }

    private static void copyLayer(ToolchainBundle bundle, OutputStream out) throws IOException {
        SourceFailure.copying(
                bundle::copyLayer, out, failure -> unreadable(bundle.location().display(), failure));
    }

    private static ActionableException unreadable(String place, Exception failure) {
        return new ActionableException(
                "Cannot read the toolchain bundle " + place + ": "
                        + RegistryFailures.sentence(RegistryFailures.rootMessage(failure)),
                "Check that the place is up, and that this host may reach it.",
                failure);
    }

    private PlannedImage plan(PushRequest request, ToolchainBundle bundle, Repository source) {
        BaseImage base = new BaseImageReader(source, request.base())
                .read(bundle.descriptor().platform());
        log.base(base);
        return PlannedImage.of(base, bundle.descriptor(), request.settings());
    }

    /** The tags that name this image already. Fails for one that names another image and must not be moved. */
    private static Set<String> currentTags(
            PushRequest request, PlannedImage image, Repository target, TagPolicy policy) {
        Set<String> current = new HashSet<>();
        for (String tag : request.tags()) {
            Optional<Digest> named = target.digestOf(tag);
            if (named.filter(image.digest()::equals).isPresent()) {
                current.add(tag);
            } else if (named.isPresent() && !policy.mayMove(tag)) {
                throw new ActionableException(
                        "The tag " + tag + " of " + request.image().repositoryUri() + " names another image, "
                                + named.get() + ", and the repository does not let this tag move.",
                        "Give the new image another tag with -Derlang-codebuild.tags=…, or let the repository's tags"
                                + " move (imageTagMutability).");
            }
        }
        return current;
    }

    private Transfer transfer(PlannedImage image, ToolchainBundle bundle, Repository source, Repository target) {
        log.transferring(image, blobs(image));
        BlobTransfer layers = new BlobTransfer(target, log);
        Transfer moved = layers.all(layersOf(image), mountable(image, target.canMount()), blob -> {
            if (blob.equals(image.toolchainLayer())) {
                return out -> copyLayer(bundle, out);
            }
            Digest digest = blob.digest();
            return out -> source.pull(digest, out);
        });
        Transfer config = layers.one(image.configDescriptor(), false, out -> out.write(image.config()));
        log.transferred();
        return moved.plus(config);
    }

    private static List<ContentDescriptor> layersOf(PlannedImage image) {
        List<ContentDescriptor> layers = new ArrayList<>();
        image.base().layers().stream().map(BaseLayer::descriptor).distinct().forEach(layers::add);
        layers.add(image.toolchainLayer());
        return layers;
    }

    private static List<ContentDescriptor> blobs(PlannedImage image) {
        List<ContentDescriptor> blobs = layersOf(image);
        blobs.add(image.configDescriptor());
        return blobs;
    }

    /** Only what the base's repository holds can be mounted from there. */
    private static Predicate<ContentDescriptor> mountable(PlannedImage image, boolean sameRegistry) {
        return blob -> sameRegistry && !blob.equals(image.toolchainLayer()) && !blob.equals(image.configDescriptor());
    }
}
