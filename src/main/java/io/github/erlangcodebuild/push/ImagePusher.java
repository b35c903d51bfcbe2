package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Futures;
import io.github.erlangcodebuild.bundle.BundleReader;
import io.github.erlangcodebuild.bundle.ToolchainBundle;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.BaseImage.BaseLayer;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.push.PushPlan.PlannedBlob;
import io.github.erlangcodebuild.push.PushPlan.PlannedTag;
import io.github.erlangcodebuild.push.PushResult.Transfer;
import io.github.erlangcodebuild.registry.BlobContent;
import io.github.erlangcodebuild.registry.BlobOutcome;
import io.github.erlangcodebuild.registry.Registries;
import io.github.erlangcodebuild.registry.RegistryFailures;
import io.github.erlangcodebuild.registry.Repository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Puts a toolchain onto a base image and pushes the result: plan, blobs, manifest, tags, in this order, so that
 * no tag ever names an image that is not whole.
 */
public final class ImagePusher {

    /** Requests that only wait for their answers. */
    private static final int AT_A_TIME = 16;

    private final Registries registries;
    private final BundleReader bundles;
    private final PushTarget destination;
    private final PushLog log;

    /**
     * @param registries opens the repositories of the base and of the target
     * @param bundles reads toolchain bundles
     * @param destination sees to it that the target repository is there
     * @param log told of what happens
     */
    public ImagePusher(Registries registries, BundleReader bundles, PushTarget destination, PushLog log) {
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
        try (Parallel requests = Parallel.atMost(AT_A_TIME)) {
            Prepared prepared = prepare(request, requests);
            PlannedImage image = prepared.image();
            destination.prepare();
            Transfer transfer = Transfer.none();
            if (!prepared.current().containsAll(request.tags())) {
                try {
                    transfer = setTags(request.tags(), transfer(prepared), prepared, requests);
                } catch (ActionableException e) {
                    throw destination.explain(e);
                }
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            return new PushResult(
                    request.image(), request.tags(), image, prepared.source().bundle(), transfer, elapsed);
        }
    }

    /**
     * Finds out what a {@link #push} would do, and changes nothing.
     *
     * @throws ActionableException when the push would fail for what is known without moving a layer
     */
    public PushPlan plan(PushRequest request) {
        try (Parallel requests = Parallel.atMost(AT_A_TIME)) {
            Prepared prepared = prepare(request, requests);
            PlannedImage image = prepared.image();
            Predicate<ContentDescriptor> mountable =
                    mountable(image, prepared.target().canMount());
            List<PlannedBlob> blobs = requests.each(
                    blobs(image),
                    blob -> new PlannedBlob(
                            blob,
                            prepared.target().hasBlob(blob)
                                    ? BlobOutcome.PRESENT
                                    : mountable.test(blob) ? BlobOutcome.MOUNTED : BlobOutcome.SENT));
            if (!prepared.current().containsAll(request.tags())) {
                prepared.source().requireLayer();
            }
            List<PlannedTag> tags = request.tags().stream()
                    .map(tag -> new PlannedTag(tag, prepared.current().contains(tag)))
                    .toList();
            return new PushPlan(prepared.source().bundle(), image, blobs, tags, destination.plan());
        }
    }

    /**
     * All that is known before anything is changed.
     *
     * @param current the tags that name the image already
     */
    private record Prepared(
            BundleSource source, PlannedImage image, Repository base, Repository target, Set<String> current) {}

    /** Bundle, base and target are asked at the same time: what they answer is needed together, but not in an order. */
    private Prepared prepare(PushRequest request, Parallel requests) {
        Future<BundleSource> readBundle = requests.start(() -> BundleSource.read(request, bundles, registries.retry()));
        Future<BaseLookup.Found> findBase = requests.start(() -> new BaseLookup(registries, log)
                .find(
                        request.base(),
                        () -> Futures.await(readBundle).bundle().descriptor().platform()));
        Future<TagPolicy> look = requests.start(destination::look);
        Repository target = registries.openForPush(request.image(), request.mountFrom(destination::isAlso));
        Future<List<Optional<Digest>>> lookUpTags =
                requests.start(() -> firstThenOthers(request.tags(), target::digestOf, requests));

        BundleSource source = Futures.await(readBundle);
        ToolchainBundle bundle = source.bundle();
        log.bundle(bundle);
        BaseLookup.Found found = Futures.await(findBase);
        BaseImage base = found.image();
        log.base(base);
        PlannedImage image = PlannedImage.of(base, bundle.descriptor(), request.settings());
        if (!request
                .allowBaseMismatch()) { // last: a base that is not there, or for another platform, is no other image
            BuildBase.requireSame(bundle.descriptor(), request.base());
        }
        TagPolicy policy = Futures.await(look);
        Set<String> current = currentTags(request, image, Futures.await(lookUpTags), policy);
        return new Prepared(source, image, found.repository(), target, current);
    }

    /**
     * The tags that name this image already. Fails for one that names another image and must not be moved.
     *
     * @param tags what each tag names now
     */
    private static Set<String> currentTags(
            PushRequest request, PlannedImage image, List<Optional<Digest>> tags, TagPolicy policy) {
        Set<String> current = new HashSet<>();
        for (int i = 0; i < tags.size(); i++) {
            String tag = request.tags().get(i);
            Optional<Digest> named = tags.get(i);
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

    private Transfer transfer(Prepared prepared) {
        PlannedImage image = prepared.image();
        log.transferring(image, blobs(image));
        Predicate<ContentDescriptor> mountable =
                mountable(image, prepared.target().canMount());
        Transfer transfer = new BlobTransfer(prepared.target(), log)
                .all(blobs(image), mountable, blob -> content(blob, prepared), blob -> {
                    if (blob.equals(image.toolchainLayer())) {
                        requireVerified(prepared.source());
                    }
                });
        log.transferred();
        return transfer;
    }

    private static BlobContent content(ContentDescriptor blob, Prepared prepared) {
        PlannedImage image = prepared.image();
        if (blob.equals(image.toolchainLayer())) {
            return prepared.source();
        }
        if (blob.equals(image.configDescriptor())) {
            return out -> out.write(image.config());
        }
        return out -> prepared.base().pull(blob, out);
    }

    /** What is sent is verified on the way. What the repository has already came there by somebody else. */
    private void requireVerified(BundleSource source) {
        if (!source.isVerified()) {
            log.verifying(source.bundle());
            source.verify();
        }
    }

    /**
     * Sets the tags, those that named the image when they were looked up only where another push has moved them. When the
     * registry does not have a blob any more that it said it has, as happens where old images are cleaned up, it is asked for
     * the blobs once more.
     *
     * @param transfer what became of the blobs
     * @return what became of them in the end
     */
    private Transfer setTags(List<String> tags, Transfer transfer, Prepared prepared, Parallel requests) {
        try {
            pushManifests(tags, prepared, requests);
            return transfer;
        } catch (ActionableException e) {
            if (!RegistryFailures.isBlobMissing(e)) {
                throw e;
            }
            Transfer again = transfer.again(transfer(prepared));
            pushManifests(tags, prepared, requests);
            return again;
        }
    }

    private void pushManifests(List<String> tags, Prepared prepared, Parallel requests) {
        PlannedImage image = prepared.image();
        firstThenOthers(
                tags,
                tag -> {
                    log.tagging(tag);
                    prepared.target()
                            .pushManifest(
                                    image.manifestDescriptor(),
                                    image.manifest(),
                                    tag,
                                    prepared.current().contains(tag));
                    log.tagged(tag);
                    return tag;
                },
                requests);
    }

    /**
     * The first tag alone, then the others at once. It names the image before any other does; and looking it up makes the
     * connection, in the time that the base's manifest takes, on which the next one is looked up while its config is read.
     */
    private static <R> List<R> firstThenOthers(List<String> tags, Function<String, R> request, Parallel requests) {
        List<R> results = new ArrayList<>(requests.each(tags.subList(0, 1), request));
        results.addAll(requests.each(tags.subList(1, tags.size()), request));
        return results;
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
