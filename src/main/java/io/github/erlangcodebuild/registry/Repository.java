package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.image.json.UnknownManifestFormatException;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import dev.failsafe.function.CheckedSupplier;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.PlannedImage;
import io.github.erlangcodebuild.toolchain.Digest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestException;
import java.util.Optional;

/**
 * One repository, opened. Every operation is tried again where that may help, and fails with an
 * {@link ActionableException} that names what was being done, and where. Safe for use by many threads.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI distribution-spec</a>
 */
public final class Repository {

    private static final int BUFFER = 64 * 1024;

    private final ImageReference name;
    private final Optional<String> mountFrom;
    private final Login login;
    private final Retry retry;

    /** Writes the bytes of a blob, from the first one, each time it is asked. */
    public interface BlobContent {
        void writeTo(OutputStream out) throws IOException;
    }

    private Repository(ImageReference name, Optional<String> mountFrom, Login login, Retry retry) {
        this.name = name;
        this.mountFrom = mountFrom;
        this.login = login;
        this.retry = retry;
    }

    static Repository open(
            ImageReference name,
            Optional<String> mountFrom,
            Login.Connector connector,
            RegistryCredentials credentials,
            Registries.Access access,
            Retry retry) {
        Login login = attempt(
                retry,
                "open " + name.repositoryUri(),
                name,
                () -> access == Registries.Access.PULL
                        ? Login.orAnonymous(name.registry(), credentials, connector)
                        : Login.of(name.registry(), credentials, connector));
        return new Repository(name, mountFrom, login, retry);
    }

    public ImageReference name() {
        return name;
    }

    /** Whether blobs of another repository can be mounted. */
    boolean canMount() {
        return mountFrom.isPresent();
    }

    /** The digest that a tag names now; empty when it names nothing. */
    public Optional<Digest> digestOf(String tag) {
        return attempt(retry, "look up tag " + tag + " in " + name.repositoryUri(), name, () -> {
            try {
                return login.call(client -> client.checkManifest(tag)).map(found -> digest(found.getDigest()));
            } catch (UnknownManifestFormatException e) {
                return Optional.empty(); // something else than an image has this tag
            } catch (RegistryException e) {
                if (RegistryFailures.status(e).orElse(0) == 404) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** The manifest, or list of manifests, that a tag or digest names. */
    ManifestAndDigest<ManifestTemplate> pullManifest(ImageReference image) {
        String tagOrDigest = image.tagOrDigest();
        ManifestAndDigest<ManifestTemplate> pulled = attempt(
                retry,
                "pull the base image " + image,
                name,
                () -> login.call(client -> client.pullManifest(tagOrDigest)));
        Optional<Digest> asked = Digest.parse(tagOrDigest);
        Digest got = digest(pulled.getDigest());
        if (asked.isPresent() && !asked.get().equals(got)) {
            throw new ActionableException(
                    name.registry() + " answered with manifest " + got + ", but was asked for " + asked.get() + ".",
                    "Something between here and there changes what is sent: a proxy, or the registry itself.");
        }
        return pulled;
    }

    /** A small blob, whole. */
    byte[] pullBlob(ContentDescriptor blob) {
        return attempt(retry, "pull " + blob.digest() + " from " + name.repositoryUri(), name, () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            pull(blob.digest(), bytes);
            return bytes.toByteArray();
        });
    }

    /** Streams a blob. One attempt: whoever asks tries the whole transfer again. */
    void pull(Digest blob, OutputStream out) throws IOException {
        SourceFailure.copying(
                destination -> stream(blob, destination),
                out,
                failure -> RegistryFailures.explain(
                        "pull " + blob + " from " + name.repositoryUri(), name.registry(), failure));
    }

    private void stream(Digest blob, OutputStream out) throws IOException {
        try {
            login.call(client ->
                    client.pullBlob(jib(blob), size -> {}, count -> {}).writeTo(out));
        } catch (RegistryException e) {
            throw new IOException(e);
        }
    }

    /** Whether the repository has this blob. */
    public boolean hasBlob(Digest blob) {
        return attempt(
                retry,
                "look for " + blob + " in " + name.repositoryUri(),
                name,
                () -> login.call(client -> client.checkBlob(jib(blob)).isPresent()));
    }

    /**
     * Brings a blob into the repository: mounted from the other repository, where the registry does that, else uploaded.
     * Every attempt begins with the question whether the blob is there already.
     *
     * @param progress told of every attempt, and of the bytes sent
     */
    BlobOutcome push(ContentDescriptor blob, BlobContent content, boolean mountable, BlobProgress progress) {
        String action = "push " + blob.digest() + " to " + name.repositoryUri();
        return attempt(
                retry,
                action,
                name,
                () -> login.call(client -> {
                    progress.started();
                    if (client.checkBlob(jib(blob.digest())).isPresent()) {
                        return BlobOutcome.PRESENT;
                    }
                    boolean mounted = client.pushBlob(
                            jib(blob.digest()),
                            new StreamedBlob(blob, content, progress),
                            mountable ? mountFrom.orElse(null) : null,
                            count -> {});
                    return mounted ? BlobOutcome.MOUNTED : BlobOutcome.SENT;
                }));
    }

    /** Names the image by this tag. All its blobs must be there. */
    void pushManifest(PlannedImage image, String tag) {
        RawManifest manifest =
                new RawManifest(image.manifestJson(), image.base().format().manifestType());
        attempt(
                retry,
                "push the manifest of tag " + tag + " to " + name.repositoryUri(),
                name,
                () -> login.call(client -> client.pushManifest(manifest, tag)));
    }

    private static <T> T attempt(Retry retry, String action, ImageReference name, CheckedSupplier<T> operation) {
        try {
            return retry.call(action, operation);
        } catch (Exception e) {
            throw RegistryFailures.explain(action, name.registry(), e);
        }
    }

    private static Digest digest(DescriptorDigest digest) {
        return new Digest(digest.getHash());
    }

    private static DescriptorDigest jib(Digest digest) {
        try {
            return DescriptorDigest.fromHash(digest.hex());
        } catch (DigestException e) {
            throw new AssertionError("a Digest is always well-formed", e);
        }
    }

    /** A manifest that is written just as it was planned, with every field of the base's layer descriptors. */
    private record RawManifest(JsonNode json, String mediaType) implements ManifestTemplate {

        @JsonValue
        JsonNode value() {
            return json;
        }

        @Override
        public int getSchemaVersion() {
            return 2;
        }

        @Override
        public String getManifestMediaType() {
            return mediaType;
        }
    }

    /** Opened only when the registry wants the bytes; a mount never asks for them. */
    private record StreamedBlob(ContentDescriptor descriptor, BlobContent content, BlobProgress progress)
            implements Blob {

        @Override
        public BlobDescriptor writeTo(OutputStream out) throws IOException {
            progress.started(); // also when Jib sends it again, with a new token
            OutputStream counting = new CountingOutputStream(out, progress::sent);
            BufferedOutputStream buffered = new BufferedOutputStream(counting, BUFFER);
            content.writeTo(buffered);
            buffered.flush();
            return new BlobDescriptor(descriptor.size(), jib(descriptor.digest()));
        }

        /** Our own retries begin with a new upload; half a body cannot be sent again into the old one. */
        @Override
        public boolean isRetryable() {
            return false;
        }
    }
}
