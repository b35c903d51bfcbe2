package io.github.erlangcodebuild.testing;

import io.github.sgtsilvio.oci.registry.DistributionRegistryStorage;
import io.github.sgtsilvio.oci.registry.OciRegistryHandler;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * A real registry in this JVM, on a free port of 127.0.0.1, that remembers what it was asked and fails on demand.
 *
 * <p>{@link #fixture()} looks into it and seeds it without being recorded, refused or failed. It follows the OCI
 * distribution-spec, except that it lists no tags ({@link #tags(String)} does) and deletes nothing.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    /** For the {@code times} of a fault that stays. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    /** No test takes that long; {@link #expireTokens()} ends it. */
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    private static final String FIXTURE_HEADER = "X-Fixture-Key";
    private static final Pattern BLOB = Pattern.compile("/v2/.+/blobs/(sha256:[0-9a-f]{64})");
    private static final String STORE_PATH = "/store/";

    private final String address;
    private final RegistryFiles files;
    private final RegistryAccess access;

    @Nullable
    private final ServerCertificate certificate;

    private final boolean redirectsBlobs;
    private final boolean namesItselfPlain;
    private final OciRegistryHandler registry;
    private final LoopResources threads;
    private final DisposableServer server;
    private final String fixtureKey = UUID.randomUUID().toString();
    private final List<RegistryRequest> requests = new CopyOnWriteArrayList<>();
    private final Faults faults = new Faults();

    private EmbeddedRegistry(Builder builder) {
        address = builder.address;
        files = RegistryFiles.create();
        access = builder.access;
        redirectsBlobs = builder.redirectsBlobs;
        namesItselfPlain = builder.namesItselfPlain;
        certificate = builder.tls ? ServerCertificate.createIn(files.directory()) : null;
        registry = new OciRegistryHandler(new DistributionRegistryStorage(files.directory()));
        threads = LoopResources.create("embedded-registry", 2, true);
        server = listen();
    }

    /** An open registry that speaks plain HTTP. */
    public static EmbeddedRegistry start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What a registry asks of its clients. */
    public static final class Builder {

        private RegistryAccess access = RegistryAccess.OPEN;
        private boolean tls;
        private boolean namesItselfPlain;
        private boolean redirectsBlobs;
        private String address = "127.0.0.1";

        private Builder() {}

        /** Listens on {@code [::1]} instead of 127.0.0.1. */
        public Builder ipv6() {
            address = "[::1]";
            return this;
        }

        /** Refuses everything that does not carry these credentials. */
        public Builder basicAuth(String user, String password) {
            access = RegistryAccess.basic(user, password);
            return this;
        }

        /** Wants a token with the right scope for everything; hands them out for these credentials. */
        public Builder bearerAuth(String user, String password) {
            access = new BearerAccess(user, password, false, TOKEN_LIFETIME);
            return this;
        }

        /** As {@link #bearerAuth(String, String)}, and hands tokens for pulling to everybody. */
        public Builder bearerAuthWithAnonymousPull(String user, String password) {
            access = new BearerAccess(user, password, true, TOKEN_LIFETIME);
            return this;
        }

        /** Speaks HTTPS, with a certificate that only {@link EmbeddedRegistry#trustStore()} trusts. */
        public Builder tls() {
            tls = true;
            return this;
        }

        /** Speaks HTTPS, and names itself in plain http, as behind a proxy that it does not know of. */
        public Builder tlsByProxy() {
            namesItselfPlain = true;
            return tls();
        }

        /** Sends readers of blobs to another host name, which refuses an {@code Authorization}, as ECR and S3 do it. */
        public Builder redirectBlobs() {
            redirectsBlobs = true;
            return this;
        }

        public EmbeddedRegistry start() {
            return new EmbeddedRegistry(this);
        }
    }

    /** {@code 127.0.0.1:PORT}, as an image reference begins. */
    public String host() {
        return address + ":" + server.port();
    }

    /** {@code http://127.0.0.1:PORT}, or {@code https} with TLS. */
    public URI url() {
        return URI.create((certificate == null ? "http://" : "https://") + host());
    }

    /** A PKCS #12 file for {@code javax.net.ssl.trustStore}: the JDK's authorities and this registry's certificate. */
    public Path trustStore() {
        if (certificate == null) {
            throw new IllegalStateException("this registry speaks plain HTTP");
        }
        return certificate.trustStore();
    }

    /** The password of {@link #trustStore()}. */
    public String trustStorePassword() {
        return ServerCertificate.PASSWORD;
    }

    /** Seeds this registry and reads it back, past authentication and faults, and unrecorded. */
    public RegistryFixture fixture() {
        RegistryFixture fixture = RegistryFixture.at(url()).withHeader(FIXTURE_HEADER, fixtureKey);
        return certificate == null ? fixture : fixture.withTrustStore(certificate.trustStore());
    }

    /** The tags of a repository, sorted; none if there is no such repository. */
    public List<String> tags(String repository) {
        return files.tags(repository);
    }

    /** The requests up to now, in the order of their answers. */
    public List<RegistryRequest> requests() {
        return List.copyOf(requests);
    }

    /** Those of {@link #requests()} that were about blobs. */
    public List<RegistryRequest> blobRequests() {
        return requests.stream().filter(RegistryRequest::isAboutBlob).toList();
    }

    public void clearRequests() {
        requests.clear();
    }

    /** Makes all tokens handed out so far worthless. */
    public void expireTokens() {
        if (access instanceof BearerAccess bearer) {
            bearer.expireTokens();
        }
    }

    /**
     * Answers the next requests with a status instead of doing what they ask.
     *
     * @param method a regular expression that matches the method
     * @param path a regular expression that is found in the path with its query
     */
    public void failNext(String method, String path, int status, int times) {
        answerNext(method, path, status, Map.of(), "", times);
    }

    /** As {@link #failNext}, with 403 and an error of the distribution-spec that says DENIED and this message. */
    public void denyNext(String method, String path, String message, int times) {
        String body = "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"" + message + "\"}]}";
        answerNext(method, path, 403, Map.of("Content-Type", "application/json"), body, times);
    }

    /** As {@link #failNext}, with headers and a body. */
    public void answerNext(
            String method, String path, int status, Map<String, String> headers, String body, int times) {
        faults.add(
                method, path, times, (request, response) -> Answers.answer(request, response, status, headers, body));
    }

    /** Closes the connection of the next requests without an answer. Takes patterns as {@link #failNext} does. */
    public void dropNext(String method, String path, int times) {
        faults.add(method, path, times, (request, response) -> Answers.close(request));
    }

    /** Closes the connection of the next requests for a blob after some bytes of it. */
    public void cutNextBlob(String path, long afterBytes, int times) {
        faults.add("GET", path, times, (request, response) -> {
            Path blob = files.blob(request.uri().substring(request.uri().lastIndexOf('/') + 1));
            response.header("Content-Length", String.valueOf(blob.toFile().length()));
            return Mono.from(response.sendFile(blob, 0, afterBytes)).then(Answers.close(request));
        });
    }

    public void clearFaults() {
        faults.clear();
    }

    /** Stops at once, open connections included, and deletes everything. */
    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
        threads.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        files.delete();
    }

    private DisposableServer listen() {
        HttpServer http = HttpServer.create()
                .host(address.replaceAll("[\\[\\]]", ""))
                .port(0)
                .runOn(threads, false)
                .doOnChannelInit((observer, channel, remote) -> {
                    channel.pipeline()
                            .addBefore(NettyPipeline.HttpCodec, "tls-refusal", new TlsRefusal())
                            .addAfter(NettyPipeline.HttpCodec, "recorder", new RequestRecorder(this::record));
                    if (namesItselfPlain) {
                        URI plain = URI.create("http://" + address);
                        channel.pipeline().addAfter(NettyPipeline.HttpCodec, "names", new PlainHttpNames(plain));
                    }
                })
                .handle(this::handle);
        if (certificate == null) {
            return http.bindNow();
        }
        SslContext ssl = certificate.serverContext();
        return http.secure(spec -> spec.sslContext(ssl)).bindNow();
    }

    private void record(RegistryRequest request) {
        if (!request.headers().containsKey(FIXTURE_HEADER.toLowerCase(Locale.ROOT))) {
            requests.add(request);
        }
    }

    /** A fault takes a request only after it got past authentication, so a client's first try without costs none. */
    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        if (fixtureKey.equals(request.requestHeaders().get(FIXTURE_HEADER))) {
            return registry.apply(request, response);
        }
        boolean guarded = request.uri().startsWith("/v2");
        Optional<String> challenge = guarded ? access.challenge(request, url().toString()) : Optional.empty();
        if (challenge.isPresent()) {
            return Answers.refuse(request, response, challenge.get());
        }
        return faults.take(request)
                .<Publisher<Void>>map(fault -> fault.apply(request, response))
                .orElseGet(() -> serve(request, response));
    }

    private Publisher<Void> serve(HttpServerRequest request, HttpServerResponse response) {
        String uri = request.uri();
        if (access instanceof BearerAccess bearer && uri.startsWith(BearerAccess.TOKEN_PATH)) {
            return bearer.issueToken(request)
                    .map(json ->
                            Answers.answer(request, response, 200, Map.of("Content-Type", "application/json"), json))
                    .orElseGet(() -> Answers.refuse(request, response, "Basic realm=\"token\""));
        }
        if (uri.startsWith(STORE_PATH)) {
            return request.requestHeaders().contains("Authorization")
                    ? Answers.answer(request, response, 400, Map.of(), "Only one auth mechanism allowed")
                    : response.sendFile(files.blob(uri.substring(STORE_PATH.length())));
        }
        Matcher blob = BLOB.matcher(uri);
        if (redirectsBlobs && request.method().name().equals("GET") && blob.matches()) {
            String location = url().toString().replace("127.0.0.1", "localhost") + STORE_PATH + blob.group(1);
            return Answers.answer(request, response, 307, Map.of("Location", location), "");
        }
        return registry.apply(request, response);
    }
}
