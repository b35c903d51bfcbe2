package com.google.cloud.tools.jib.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.Authorization;
import com.google.cloud.tools.jib.http.BlobHttpContent;
import com.google.cloud.tools.jib.http.Response;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The requests to one repository, one HTTP request for each method. It takes the place of Jib's {@code RegistryClient}, and is
 * made of the same parts: Jib opens uploads and mounts, and has the words for what went wrong. Our own are logging in
 * ({@link TokenService}), and five requests: a tag is looked
 * up by HEAD, a blob too, and its size compared, a manifest is read as the bytes that it is, a blob is copied in large pieces, and sent in one PUT of a known length
 * rather than a chunked PATCH and a PUT.
 *
 * <p>Every method throws Jib's exceptions: {@link ResponseException}, or a {@link RegistryException} that it caused, when the
 * response is an error, and another {@link IOException} when there is none, or it is not what it should be.
 *
 * <p>It stands in Jib's package because those parts are package-private there, and knows nothing of the rest of this project. It
 * is a value: logging in gives another session.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI distribution-spec</a>
 */
public final class RegistrySession {

    /** Schema 1, whose digest is not that of its bytes: signatures do not count. Asked for to be named when refused. */
    private static final String SIGNED = "application/vnd.docker.distribution.manifest.v1+prettyjws";

    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private static final String DIGEST_HEADER = "Docker-Content-Digest";

    private static final List<String> MANIFEST_TYPES = List.of(
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            SIGNED);

    private final Client client;
    private final RegistryEndpointRequestProperties names;
    private final Optional<Authorization> authorization;

    /**
     * What sends the requests of all sessions.
     *
     * @param http the HTTP client
     * @param events takes what Jib logs
     * @param userAgent the {@code User-Agent} of every request
     */
    public record Client(SharedTransportHttpClient http, EventHandlers events, String userAgent) {}

    /** Reads a manifest's body. */
    public interface ManifestReader<T> {

        /**
         * Reads it.
         *
         * @param contentType the media type that the registry gave, without parameters
         */
        T readFrom(InputStream in, Optional<String> contentType) throws IOException;
    }

    /** Reads a body, from the first byte to the last. */
    public interface Reader {
        void readFrom(InputStream in) throws IOException;
    }

    /** Writes a body. Where the registry redirects what is sent, it is written once more, from the start. */
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    private RegistrySession(
            Client client, RegistryEndpointRequestProperties names, Optional<Authorization> authorization) {
        this.client = client;
        this.names = names;
        this.authorization = authorization;
    }

    /**
     * A session without credentials. Sends nothing yet.
     *
     * @param registry the registry's host, with its port where it has one
     * @param repository the repository that all requests are about
     * @param mountFrom another repository of the same registry; a token will be asked for that may read it, too
     */
    public static RegistrySession anonymous(
            Client client, String registry, String repository, Optional<String> mountFrom) {
        return new RegistrySession(
                client,
                new RegistryEndpointRequestProperties(registry, repository, mountFrom.orElse(null)),
                Optional.empty());
    }

    /** A session like this one with basic authentication. Sends nothing yet. */
    public RegistrySession withBasic(Credential credential) {
        return with(Authorization.fromBasicCredentials(credential.getUsername(), credential.getPassword()));
    }

    /** Whether there is a bearer token. */
    public boolean hasToken() {
        return authorization
                .map(Authorization::getScheme)
                .filter("Bearer"::equalsIgnoreCase)
                .isPresent();
    }

    /**
     * Asks the registry how it wants its users to authenticate, and does so.
     *
     * @param push whether to ask for the right to push, or only to pull
     * @return empty when it wants basic authentication, or none
     * @throws UnknownSchemesException when it wants something else
     */
    public Optional<RegistrySession> withToken(Optional<Credential> credential, boolean push)
            throws IOException, RegistryException {
        return withToken(challenges(), credential, push);
    }

    /**
     * Authenticates as a response wants it.
     *
     * @param challenges the response's {@code WWW-Authenticate} headers
     * @param push whether to ask for the right to push, or only to pull
     * @return empty when it wants basic authentication, or does not say what
     * @throws UnknownSchemesException when it wants something else
     */
    public Optional<RegistrySession> withToken(List<String> challenges, Optional<Credential> credential, boolean push)
            throws RegistryException {
        List<Challenge> offered = Challenge.parse(challenges);
        Optional<Challenge> bearer = Challenge.find("Bearer", offered);
        if (bearer.isEmpty()) {
            requireBasic(offered);
            return Optional.empty();
        }
        TokenService named = TokenService.of(bearer.get(), names);
        TokenService tokens = new TokenService(overTls(named.realm()), named.service());
        if (credential.isPresent() && !isOurs(tokens.realm())) {
            noteOtherHost(tokens.realm());
        }
        return Optional.of(with(tokens.token(client.http(), client.userAgent(), credential, scopes(push), names)));
    }

    /** How the registry wants its users to authenticate: the headers of its refusal. Empty where it wants nothing. */
    private List<String> challenges() throws IOException, RegistryException {
        return call(new Endpoint<>("GET", "ask how to log in", List.of()) {
            @Override
            public URL getApiRoute(String base) throws MalformedURLException {
                return new URL(base);
            }

            @Override
            public List<String> handleResponse(Response response) {
                return List.of();
            }

            @Override
            public List<String> handleHttpResponseException(ResponseException failure) throws ResponseException {
                if (failure.getStatusCode() != UNAUTHORIZED) {
                    throw failure;
                }
                return Optional.ofNullable(failure.getHeaders().getAuthenticateAsList())
                        .orElse(List.of());
            }
        });
    }

    private static void requireBasic(List<Challenge> offered) throws UnknownSchemesException {
        if (!offered.isEmpty() && Challenge.find("Basic", offered).isEmpty()) {
            throw new UnknownSchemesException(
                    offered.stream().map(Challenge::scheme).distinct().collect(Collectors.joining(", ")));
        }
    }

    private List<String> scopes(boolean push) {
        List<String> scopes = new ArrayList<>();
        scopes.add("repository:" + names.getImageName() + (push ? ":pull,push" : ":pull"));
        if (names.getSourceImageName() != null) {
            scopes.add("repository:" + names.getSourceImageName() + ":pull");
        }
        return scopes;
    }

    /** As every client of registries does, this one believes a registry that names another host for tokens. */
    private void noteOtherHost(URL tokens) {
        client.events()
                .dispatch(LogEvent.debug("The credentials for " + names.getServerUrl() + " go to "
                        + tokens.getProtocol() + "://" + tokens.getAuthority() + ", which it names for tokens"));
    }

    /**
     * Looks a manifest up: HEAD.
     *
     * @param reference a tag or digest
     * @return the digest that the registry gives for it; empty when it gives none
     * @throws ResponseException with status 404 when there is no such manifest
     */
    public Optional<String> headManifest(String reference) throws IOException, RegistryException {
        return call(new Endpoint<>("HEAD", "look up the manifest of " + reference, MANIFEST_TYPES) {
            @Override
            public URL getApiRoute(String base) throws MalformedURLException {
                return new URL(base + names.getImageName() + "/manifests/" + reference);
            }

            @Override
            public Optional<String> handleResponse(Response response) {
                return response.getHeader(DIGEST_HEADER).stream().findFirst();
            }
        });
    }

    /**
     * Reads a manifest: GET.
     *
     * @param reference a tag or digest
     * @param reader reads all of it
     * @throws IOException also when it is not the manifest that the registry says it sent
     */
    public <T> T getManifest(String reference, ManifestReader<T> reader) throws IOException, RegistryException {
        return call(new Endpoint<>("GET", "pull the manifest of " + reference, MANIFEST_TYPES) {
            @Override
            public URL getApiRoute(String base) throws MalformedURLException {
                return new URL(base + names.getImageName() + "/manifests/" + reference);
            }

            @Override
            public T handleResponse(Response response) throws IOException {
                Optional<String> contentType = response.getHeader("Content-Type").stream()
                        .findFirst()
                        .map(type -> type.replaceFirst(";.*", "").trim());
                MessageDigest digest = sha256();
                try {
                    T manifest = reader.readFrom(new DigestInputStream(response.getBody(), digest), contentType);
                    if (!contentType.equals(Optional.of(SIGNED))) {
                        requireDigest(response, digest, "left");
                    }
                    return manifest;
                } catch (JsonProcessingException e) {
                    requireDigest(response, digest, "left");
                    throw e;
                }
            }
        });
    }

    /**
     * Names a manifest by a tag: PUT. The tag is no digest that the registry could hold it to.
     *
     * @return whether the registry says which manifest it has now
     * @throws IOException also when the registry says that it got another manifest
     */
    public boolean putManifest(String tag, byte[] manifest, String mediaType) throws IOException, RegistryException {
        return call(new Endpoint<>("PUT", "push the manifest of " + tag, List.of()) {
            @Override
            public URL getApiRoute(String base) throws MalformedURLException {
                return new URL(base + names.getImageName() + "/manifests/" + tag);
            }

            @Override
            public BlobHttpContent getContent() {
                return new SizedContent(manifest.length, mediaType, out -> out.write(manifest));
            }

            @Override
            public Boolean handleResponse(Response response) throws IOException {
                MessageDigest digest = sha256();
                digest.update(manifest);
                requireDigest(response, digest, "arrived");
                return !response.getHeader(DIGEST_HEADER).isEmpty();
            }
        });
    }

    /**
     * Whether the repository has this blob: HEAD. One of another size is not this one: a registry that ran out of disk may have
     * kept a piece of it.
     *
     * @param size in bytes
     */
    public boolean hasBlob(DescriptorDigest digest, long size) throws IOException, RegistryException {
        return isThere("HEAD", digest, size);
    }

    /** As {@link #hasBlob} for a registry that does not answer it: GET. Of the response, the header is enough. */
    public boolean canGetBlob(DescriptorDigest digest, long size) throws IOException, RegistryException {
        return isThere("GET", digest, size);
    }

    private boolean isThere(String method, DescriptorDigest digest, long size) throws IOException, RegistryException {
        return call(new Endpoint<>(method, "look for the blob " + digest, List.of()) {
            @Override
            public URL getApiRoute(String base) throws MalformedURLException {
                return blobUrl(base, digest);
            }

            @Override
            public Boolean handleResponse(Response response) {
                long theirs = response.getContentLength();
                if (theirs < 0 || theirs == size) {
                    return true;
                }
                client.events()
                        .dispatch(LogEvent.debug(names.getServerUrl() + " has " + theirs + " bytes of " + digest
                                + ", which has " + size + ": taken as missing"));
                return false;
            }

            @Override
            public Boolean handleHttpResponseException(ResponseException failure) throws ResponseException {
                if (failure.getStatusCode() == NOT_FOUND) {
                    return false;
                }
                throw failure;
            }
        });
    }

    /** Copies a blob out of the repository: GET. The caller verifies it. */
    public void getBlob(DescriptorDigest digest, Reader reader) throws IOException, RegistryException {
        call(new Endpoint<>("GET", "pull the blob " + digest, List.of()) {
            @Override
            public URL getApiRoute(String base) throws MalformedURLException {
                return blobUrl(base, digest);
            }

            @Override
            public Optional<Void> handleResponse(Response response) throws IOException {
                reader.readFrom(response.getBody());
                return Optional.empty();
            }
        });
    }

    private URL blobUrl(String base, DescriptorDigest digest) throws MalformedURLException {
        return new URL(base + names.getImageName() + "/blobs/" + digest);
    }

    /**
     * Opens an upload, or has the registry mount the blob instead: POST.
     *
     * @param mountFrom the repository to mount it from, if any
     * @return where to send the blob to; empty when it was mounted
     */
    public Optional<URL> openUpload(DescriptorDigest digest, Optional<String> mountFrom)
            throws IOException, RegistryException {
        return call(new BlobPusher(names, digest, null, mountFrom.orElse(null)).initializer());
    }

    /**
     * Sends a blob whole and commits it: PUT. The registry checks that it has this digest.
     *
     * @param upload what {@link #openUpload} gave
     * @param size how many bytes {@code body} writes
     */
    public void putBlob(URL upload, DescriptorDigest digest, long size, Writer body)
            throws IOException, RegistryException {
        RegistrySession here = isOurs(upload) ? this : with(Optional.empty());
        String location = upload.toString();
        URL commit = new URL(location + (location.contains("?") ? "&" : "?") + "digest=" + digest);
        here.call(new Endpoint<>("PUT", "push the blob " + digest, List.of()) {
            @Override
            public URL getApiRoute(String base) {
                return commit;
            }

            @Override
            public BlobHttpContent getContent() {
                return new SizedContent(size, "application/octet-stream", body);
            }

            @Override
            public Optional<Void> handleResponse(Response response) {
                return Optional.empty();
            }
        });
    }

    /** Whether it is the registry itself; when it is uploaded to elsewhere, our credentials have no business there. */
    private boolean isOurs(URL url) {
        URL registry = registry(url.getProtocol());
        return url.getHost().equalsIgnoreCase(registry.getHost()) && port(url) == port(registry);
    }

    /**
     * A registry behind a proxy that speaks TLS for it may not know of the proxy, and name itself in plain http: what it means is
     * itself, as it is spoken to. Of a {@code Location} the HTTP client sees to that.
     */
    private URL overTls(URL url) {
        URL registry = registry("https");
        boolean isItself = url.getProtocol().equals("http")
                && url.getHost().equalsIgnoreCase(registry.getHost())
                && (port(url) == url.getDefaultPort() || port(url) == port(registry));
        return isItself && client.http().speaksTls(registry) ? url("https", names.getServerUrl() + url.getFile()) : url;
    }

    private URL registry(String scheme) {
        return url(scheme, names.getServerUrl());
    }

    private static URL url(String scheme, String rest) {
        try {
            return new URL(scheme + "://" + rest);
        } catch (MalformedURLException e) {
            throw new AssertionError("a registry's name is a host, and maybe a port", e);
        }
    }

    private static int port(URL url) {
        return url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    }

    /** Compares digests, where the registry says one. */
    private static void requireDigest(Response response, MessageDigest ours, String happened) throws IOException {
        String digest = "sha256:" + HexFormat.of().formatHex(ours.digest());
        List<String> theirs = response.getHeader(DIGEST_HEADER);
        if (!theirs.isEmpty() && !theirs.contains(digest)) {
            throw new IOException("the manifest is " + digest + " here, but " + happened + " as " + theirs.get(0)
                    + " there: something on the way changed it");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private RegistrySession with(Authorization other) {
        return with(Optional.of(other));
    }

    private RegistrySession with(Optional<Authorization> other) {
        return new RegistrySession(client, names, other);
    }

    private <T> T call(RegistryEndpointProvider<T> endpoint) throws IOException, RegistryException {
        return new RegistryEndpointCaller<>(
                        client.events(), client.userAgent(), endpoint, authorization.orElse(null), names, client.http())
                .call();
    }

    /** A request of ours. What is not a success is thrown. */
    private abstract static class Endpoint<T> implements RegistryEndpointProvider<T> {

        private final String method;
        private final String action;
        private final List<String> accept;

        Endpoint(String method, String action, List<String> accept) {
            this.method = method;
            this.action = action;
            this.accept = accept;
        }

        @Override
        public String getHttpMethod() {
            return method;
        }

        @Override
        public String getActionDescription() {
            return action;
        }

        @Override
        public List<String> getAccept() {
            return accept;
        }

        @Override
        public BlobHttpContent getContent() {
            return null;
        }

        @Override
        public T handleHttpResponseException(ResponseException failure) throws ResponseException {
            throw failure;
        }
    }

    /** A body of a length known before it is sent. */
    private static final class SizedContent extends BlobHttpContent {

        private final long size;
        private final Writer body;

        SizedContent(long size, String contentType, Writer body) {
            super(null, contentType);
            this.size = size;
            this.body = body;
        }

        @Override
        public long getLength() {
            return size;
        }

        /** Not by the HTTP library, which Jib's class would ask about a body that this one does not have. */
        @Override
        public boolean retrySupported() {
            return false;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            body.writeTo(out);
            out.flush();
        }
    }
}
