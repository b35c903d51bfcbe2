package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.registry.RegistrySession;
import dev.failsafe.function.CheckedSupplier;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.http.ErrorBody;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A repository in a registry. Every operation is tried again after temporary failures, and throws an
 * {@link ActionableException} that names what was being done, and where. Safe for use by many threads.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI distribution-spec</a>
 */
public final class Repository {

    /** In bytes: what every registry must accept (OCI distribution-spec, pushing manifests). */
    private static final int MAX_MANIFEST = 4 * 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final ImageReference name;
    private final Optional<String> mountFrom;
    private final Login login;
    private final Denials denials;
    private final Retry retry;

    /**
     * @param name what the repository is called; its tag or digest does not matter
     * @param mountFrom another repository of the same registry, whose blobs may be mounted
     */
    Repository(ImageReference name, Optional<String> mountFrom, Login login, Denials denials, Retry retry) {
        this.name = name;
        this.mountFrom = mountFrom;
        this.login = login;
        this.denials = denials;
        this.retry = retry;
    }

    /** What it was opened as. */
    public ImageReference name() {
        return name;
    }

    /** Whether there is another repository whose blobs can be mounted. */
    public boolean canMount() {
        return mountFrom.isPresent();
    }

    /**
     * The digest of the manifest that a tag names now: HEAD, and GET where the registry does not answer that, or does not say the
     * digest.
     *
     * @return empty when there is no such tag or repository, or the registry denies it without a word that helps: Artifactory denies
     *     what is not there, and who may not push learns it from the first blob
     */
    public Optional<Digest> digestOf(String tag) {
        return attempt(lookUp(tag), Operation.READ_MANIFEST, () -> login.call(session -> digestOf(session, tag)));
    }

    private String lookUp(String tag) {
        return "look up tag " + tag + " in " + name.repositoryUri();
    }

    private Optional<Digest> digestOf(RegistrySession session, String tag) throws IOException, RegistryException {
        try {
            Optional<Digest> said = headOrGet(() -> session.headManifest(tag), Optional::<String>empty)
                    .flatMap(Digest::parse);
            return said.isPresent()
                    ? said
                    : Optional.of(getManifest(session, tag).digest());
        } catch (IOException | RegistryException e) {
            if (RegistryFailures.isNotFound(e) || isDeniedWithoutHelp(lookUp(tag), e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean isDeniedWithoutHelp(String action, Exception failure) {
        return RegistryFailures.denial(failure).isPresent()
                && !RegistryFailures.isStaleLogin(failure)
                && help(action, Operation.READ_MANIFEST, failure).isEmpty();
    }

    private interface Question<T> {
        T ask() throws IOException, RegistryException;
    }

    /**
     * Asks by HEAD, and by GET where a server does not know HEAD, or refuses it: no words can come with that, and Amazon ECR, asked
     * by GET, names the right that is missing.
     */
    private static <T> T headOrGet(Question<T> head, Question<T> get) throws IOException, RegistryException {
        try {
            return head.ask();
        } catch (IOException | RegistryException e) {
            if (!RegistryFailures.isWordlessRefusal(e)) {
                throw e;
            }
            return get.ask();
        }
    }

    /**
     * The manifest, or list of manifests, that a tag or digest names.
     *
     * @param json the manifest
     * @param digest the digest of its bytes
     * @param contentType the media type that the registry gave for it
     */
    public record PulledManifest(JsonNode json, Digest digest, Optional<String> contentType) {}

    /**
     * Pulls the manifest that a tag or digest names: GET.
     *
     * @param image a tag or digest in this repository
     * @throws ActionableException also when the manifest has another digest than the one asked for, or more than 4 MiB
     * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests">OCI
     *     distribution-spec, pulling manifests</a>
     */
    public PulledManifest pullManifest(ImageReference image) {
        String tagOrDigest = image.tagOrDigest();
        PulledManifest pulled = attempt(
                "pull the base image " + image,
                Operation.READ_MANIFEST,
                () -> login.call(session -> getManifest(session, tagOrDigest)));
        Optional<Digest> asked = Digest.parse(tagOrDigest);
        if (asked.isPresent() && !asked.get().equals(pulled.digest())) {
            throw new ActionableException(
                    name.registry() + " answered with manifest " + pulled.digest() + ", but was asked for "
                            + asked.get() + ".",
                    "Something between here and there changes what is sent: a proxy, or the registry itself.");
        }
        return pulled;
    }

    private PulledManifest getManifest(RegistrySession session, String tagOrDigest)
            throws IOException, RegistryException {
        return session.getManifest(tagOrDigest, (in, contentType) -> {
            byte[] manifest = in.readNBytes(MAX_MANIFEST + 1);
            if (manifest.length > MAX_MANIFEST) {
                throw new ActionableException(
                        "The manifest of " + tagOrDigest + " in " + name.repositoryUri() + " has more than "
                                + MAX_MANIFEST + " bytes.",
                        "Check that it is a container image; no registry has to keep a larger manifest.");
            }
            ErrorBody.page(manifest).ifPresent(page -> {
                throw new ActionableException(
                        name.registry() + " answered with " + page + ", when it was asked for the manifest of "
                                + tagOrDigest + " in " + name.repositoryUri() + ".",
                        "Look at that page: it may be the login of a network or of a proxy, or " + name.registry()
                                + " is no container registry.");
            });
            return new PulledManifest(Json.read(manifest), Digest.of(manifest), contentType);
        });
    }

    /** Pulls a small blob into memory: GET. Its size and digest are verified. */
    public byte[] pullBlob(ContentDescriptor blob) {
        return attempt("pull " + blob.digest() + " from " + name.repositoryUri(), Operation.READ_BLOB, () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            pull(blob, bytes);
            return bytes.toByteArray();
        });
    }

    /**
     * Pulls a blob: GET. This is one attempt, which the caller may repeat. The size and digest are verified, but only when the
     * bytes have been written.
     *
     * @throws SourceFailure when it cannot be pulled, or is not what the descriptor says
     * @throws IOException when {@code out} does not take it
     * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-blobs">OCI
     *     distribution-spec, pulling blobs</a>
     */
    public void pull(ContentDescriptor blob, OutputStream out) throws IOException {
        SourceFailure.copying(
                destination -> stream(blob, destination),
                out,
                failure -> explain(
                        "pull " + blob.digest() + " from " + name.repositoryUri(), Operation.READ_BLOB, failure));
    }

    private void stream(ContentDescriptor blob, OutputStream out) throws IOException {
        try {
            login.call(session -> {
                session.getBlob(jib(blob.digest()), in -> copyVerified(blob, in, out));
                return name;
            });
        } catch (RegistryException e) {
            throw new IOException(e);
        }
    }

    /** Fails at the first byte too many, since a response may have no end. */
    private static void copyVerified(ContentDescriptor blob, InputStream in, OutputStream out) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        byte[] buffer = new byte[BUFFER];
        long left = blob.size();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            left -= read;
            if (left < 0) {
                throw new IOException("more bytes came than the " + blob.size() + " that the manifest says");
            }
            sha256.update(buffer, 0, read);
            out.write(buffer, 0, read);
        }
        Digest came = Digest.of(sha256);
        if (!came.equals(blob.digest())) {
            throw new IOException("the bytes that came have another digest, " + came);
        }
    }

    /**
     * Whether the repository has this blob, or can take it over from the one that it mounts from.
     *
     * @param mountable whether that one has it
     * @return an upload only where the registry was asked to mount the blob, and wants it to be sent instead
     * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#mounting-a-blob-from-another-repository">OCI
     *     distribution-spec, mounting a blob</a>
     */
    public BlobStatus find(ContentDescriptor blob, boolean mountable) {
        DescriptorDigest digest = jib(blob.digest());
        AtomicBoolean triedToMount = new AtomicBoolean();
        return attempt("look for " + blob.digest() + " in " + name.repositoryUri(), Operation.FIND_BLOB, () -> {
            if (login.call(session -> has(session, blob))) {
                return new BlobStatus.InRepository(BlobOutcome.PRESENT);
            }
            return mountable && mountFrom.isPresent()
                    ? mount(digest, triedToMount.getAndSet(true))
                    : new BlobStatus.Missing();
        });
    }

    /**
     * Some registries do not answer 202 to a mount that they do not want, but refuse it, even with 401, or fail: then the blob has
     * to be sent.
     */
    private BlobStatus mount(DescriptorDigest digest, boolean again) throws IOException, RegistryException {
        try {
            Optional<URL> upload = login.call(session -> session.openUpload(digest, mountFrom));
            return upload.isPresent()
                    ? new BlobStatus.Upload(upload.get())
                    : new BlobStatus.InRepository(BlobOutcome.MOUNTED);
        } catch (IOException | RegistryException e) {
            if (RegistryFailures.isFinalRefusal(e) || (again && RegistryFailures.isInternalError(e))) {
                return new BlobStatus.Missing();
            }
            throw e;
        }
    }

    /**
     * Has the registry say where a blob can be sent to.
     *
     * @return the location; empty when the registry has found the blob elsewhere, and the repository has it now
     */
    public Optional<URL> openUpload(ContentDescriptor blob) {
        return attempt(
                "push " + blob.digest() + " to " + name.repositoryUri(),
                Operation.SEND_BLOB,
                () -> login.call(session -> session.openUpload(jib(blob.digest()), Optional.empty())));
    }

    /** Whether the repository has this blob, in its size: HEAD, and GET where the registry does not answer that. */
    public boolean hasBlob(ContentDescriptor blob) {
        return attempt(
                "look for " + blob.digest() + " in " + name.repositoryUri(),
                Operation.FIND_BLOB,
                () -> login.call(session -> has(session, blob)));
    }

    private static boolean has(RegistrySession session, ContentDescriptor blob) throws IOException, RegistryException {
        DescriptorDigest digest = jib(blob.digest());
        return headOrGet(() -> session.hasBlob(digest, blob.size()), () -> session.canGetBlob(digest, blob.size()));
    }

    /**
     * Uploads a blob: PUT. Every attempt after the first asks first whether the repository has the blob by now, and opens a new
     * upload where it has not.
     *
     * @param content has as many bytes as the descriptor says
     * @param upload the location that {@link #find} or {@link #openUpload} gave
     * @param progress told of every time that it is sent, and of the bytes sent
     * @return whether it was sent, or was there by now
     * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pushing-blobs">OCI
     *     distribution-spec, pushing blobs</a>
     */
    public BlobOutcome send(ContentDescriptor blob, BlobContent content, URL upload, BlobProgress progress) {
        DescriptorDigest digest = jib(blob.digest());
        AtomicBoolean first = new AtomicBoolean(true);
        return attempt(
                "push " + blob.digest() + " to " + name.repositoryUri(),
                Operation.SEND_BLOB,
                () -> login.call(session -> {
                    Optional<URL> location = first.getAndSet(false) ? Optional.of(upload) : reopen(session, blob);
                    if (location.isEmpty()) {
                        return BlobOutcome.PRESENT; // the response was lost, or another push has sent it
                    }
                    session.putBlob(location.get(), digest, blob.size(), out -> write(blob, content, out, progress));
                    return BlobOutcome.SENT;
                }));
    }

    private static Optional<URL> reopen(RegistrySession session, ContentDescriptor blob)
            throws IOException, RegistryException {
        return has(session, blob) ? Optional.empty() : session.openUpload(jib(blob.digest()), Optional.empty());
    }

    private static void write(ContentDescriptor blob, BlobContent content, OutputStream out, BlobProgress progress)
            throws IOException {
        progress.started();
        WithheldTailOutputStream held =
                new WithheldTailOutputStream(new CountingOutputStream(out, progress::sent), BUFFER);
        content.writeTo(held);
        if (held.total() != blob.size()) {
            throw new IOException(
                    "the blob has " + held.total() + " bytes, not the " + blob.size() + " that its manifest says");
        }
        held.release();
    }

    /**
     * Pushes a manifest and names it by a tag: PUT. The repository must have all its blobs. Every attempt after the first asks
     * first whether the tag names the manifest by now, and a refused attempt asks so at its end: a registry whose tags cannot
     * move refuses to set one twice, even to the same manifest.
     *
     * @param manifest its media type and digest
     * @param bytes the manifest itself, to the last white space
     * @param current whether the tag named the manifest when it was looked up; then the first attempt asks, too
     * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pushing-manifests">OCI
     *     distribution-spec, pushing manifests</a>
     */
    public void pushManifest(ContentDescriptor manifest, byte[] bytes, String tag, boolean current) {
        AtomicBoolean look = new AtomicBoolean(current);
        attempt(
                "push the manifest of tag " + tag + " to " + name.repositoryUri(),
                Operation.SET_MANIFEST,
                () -> login.call(session -> {
                    if (!look.getAndSet(true) || !names(session, tag, manifest.digest())) {
                        put(session, tag, manifest, bytes);
                    }
                    return name;
                }));
    }

    private void put(RegistrySession session, String tag, ContentDescriptor manifest, byte[] bytes)
            throws IOException, RegistryException {
        boolean confirmed;
        try {
            confirmed = session.putManifest(tag, bytes, manifest.mediaType());
        } catch (IOException | RegistryException e) {
            MissingBlobException.throwIfSaid(e);
            boolean refused = RegistryFailures.isFinalRefusal(e) && !RegistryFailures.isStaleLogin(e);
            if (!refused || !names(session, tag, manifest.digest())) {
                RefusedFormatException.throwIfSaid(e, manifest.mediaType());
                throw e;
            }
            confirmed = true;
        }
        if (!confirmed && !hasManifest(session, manifest.digest())) {
            throw new IOException(name.registry() + " took the manifest, and does not have it");
        }
    }

    private boolean names(RegistrySession session, String tag, Digest manifest) throws IOException, RegistryException {
        return digestOf(session, tag).equals(Optional.of(manifest));
    }

    /** A proxy may drop the header that says which manifest has arrived, so it is asked for by its digest: a 200 says it all. */
    private boolean hasManifest(RegistrySession session, Digest manifest) throws IOException, RegistryException {
        String digest = manifest.toString();
        try {
            headOrGet(
                    () -> session.headManifest(digest),
                    () -> Optional.of(getManifest(session, digest).digest().toString()));
            return true;
        } catch (IOException | RegistryException e) {
            if (RegistryFailures.isNotFound(e)) {
                return false;
            }
            throw e;
        }
    }

    private <T> T attempt(String action, Operation operation, CheckedSupplier<T> supplier) {
        try {
            return retry.call(action, supplier);
        } catch (Exception e) {
            throw explain(action, operation, e);
        }
    }

    private ActionableException explain(String action, Operation operation, Exception failure) {
        return help(action, operation, failure)
                .orElseGet(() -> FailedRequest.explain(action, name.registry(), login.used(), failure));
    }

    /** More than the registry says of a denial, where more is known. */
    private Optional<ActionableException> help(String action, Operation operation, Exception failure) {
        return RegistryFailures.denial(failure)
                .flatMap(words -> denials.explain(new Denials.Denial(action, name, operation, words, failure)));
    }

    private static DescriptorDigest jib(Digest digest) {
        try {
            return DescriptorDigest.fromHash(digest.hex());
        } catch (DigestException e) {
            throw new AssertionError("a Digest is always well-formed", e);
        }
    }
}
