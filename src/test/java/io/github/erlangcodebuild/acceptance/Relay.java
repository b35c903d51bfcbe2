package io.github.erlangcodebuild.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.erlangcodebuild.testing.RequestsToAws;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Passes HTTP requests on to a server, writes them down, and can refuse some with 401, or deny some as Amazon ECR does. */
final class Relay implements AutoCloseable {

    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private final HttpServer server;
    private final URI target;
    private final HttpClient client;
    private final BooleanSupplier refuses;
    private volatile String denied = "";
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Relay(HttpServer server, URI target, HttpClient client, BooleanSupplier refuses) {
        this.server = server;
        this.target = target;
        this.client = client;
        this.refuses = refuses;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** On a free port of 127.0.0.1. */
    static Relay plain(URI target) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        return new Relay(server, target, HttpClient.newHttpClient(), () -> false);
    }

    /**
     * In TLS, on port 443 of an address.
     *
     * @param refuses asked for each request whether it is refused with 401
     */
    static Relay tls(InetAddress address, URI target, Path keyStore, Path trustStore, BooleanSupplier refuses)
            throws IOException, GeneralSecurityException {
        char[] password = "changeit".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(keyStore.toFile(), password), password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(trustStore.toFile(), password));
        SSLContext ssl = SSLContext.getInstance("TLS");
        ssl.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(address, 443), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(ssl));
        return new Relay(server, target, HttpClient.newBuilder().sslContext(ssl).build(), refuses);
    }

    /** From now on denies all that is asked of manifests: in these words, which no HEAD gets. */
    void denyManifests(String words) {
        denied = words;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            @Nullable String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                    + (operation == null ? "" : " " + operation));
            if (refuses.getAsBoolean()) {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"ecr\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            if (!denied.isEmpty() && exchange.getRequestURI().getPath().contains("/manifests/")) {
                deny(exchange);
                return;
            }
            answer(exchange, passOn(exchange));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deny(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(403, -1);
            return;
        }
        byte[] body = ("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"" + denied + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(403, body.length);
        exchange.getResponseBody().write(body);
    }

    private HttpResponse<InputStream> passOn(HttpExchange exchange) throws IOException, InterruptedException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        boolean hasBody = length != null || exchange.getRequestHeaders().containsKey("Transfer-Encoding");
        byte[] body = hasBody ? exchange.getRequestBody().readAllBytes() : new byte[0];
        RequestsToAws.keep(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, header -> header.getValue().get(0))),
                body);
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                .version(HttpClient.Version.HTTP_1_1)
                .method(
                        exchange.getRequestMethod(),
                        hasBody ? BodyPublishers.ofByteArray(body) : BodyPublishers.noBody());
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static void answer(HttpExchange exchange, HttpResponse<InputStream> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        if (exchange.getRequestMethod().equals("HEAD")) {
            response.headers().firstValue("Content-Length").ifPresent(length -> exchange.getResponseHeaders()
                    .set("Content-Length", length));
            exchange.sendResponseHeaders(response.statusCode(), -1);
            return;
        }
        try (InputStream body = response.body()) {
            byte[] bytes = body.readAllBytes();
            exchange.sendResponseHeaders(response.statusCode(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
