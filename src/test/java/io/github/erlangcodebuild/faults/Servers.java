package io.github.erlangcodebuild.faults;

import com.sun.net.httpserver.HttpServer;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.RegistryFixture;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestLayer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What a push talks to, in good order: a registry with a base image, one to push to that holds the base as well, a bundle
 * over HTTP, and beside it the largest layer, for a registry that keeps it elsewhere.
 */
final class Servers implements AutoCloseable {

    static final String USER = "joe";
    static final String PASSWORD = "secret";

    /** What the path of a layer begins with, beside the bundle. */
    static final String LAYERS = "/layers/";

    private final EmbeddedRegistry source =
            EmbeddedRegistry.builder().bearerAuth(USER, PASSWORD).start();
    private final EmbeddedRegistry target =
            EmbeddedRegistry.builder().bearerAuth(USER, PASSWORD).start();
    private final RegistryFixture fixture = target.fixture();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer bundles;

    Servers(TestBaseImage base, TestBundle bundle) {
        source.fixture().push("base", "1", base);
        fixture.push("base", "1", base);
        bundles = httpServer();
        bundles.setExecutor(threads);
        Map<String, byte[]> files =
                Map.of("/toolchain.json", bundle.descriptorBytes(), "/toolchain.tar.gz", bundle.layerBytes());
        files.forEach((path, bytes) -> bundles.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }));
        serve(Stage.Layers.LARGEST);
        bundles.start();
    }

    /** As S3 serves what it is asked for by a signed URL: a second way to authenticate is one too many. */
    private void serve(TestLayer layer) {
        bundles.createContext(LAYERS + layer.digest(), exchange -> {
            try (exchange;
                    InputStream content = layer.content().open()) {
                if (exchange.getRequestHeaders().containsKey("Authorization")) {
                    exchange.sendResponseHeaders(400, -1);
                } else {
                    exchange.sendResponseHeaders(200, layer.bytes());
                    content.transferTo(exchange.getResponseBody());
                }
            }
        });
    }

    /** Of the usual base and bundle. */
    static Servers start() {
        return new Servers(TestPush.base(), TestBundle.otp("27.1"));
    }

    private static HttpServer httpServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EmbeddedRegistry source() {
        return source;
    }

    EmbeddedRegistry target() {
        return target;
    }

    /** Looks into the target. One for all, since each has HTTP connections of its own. */
    RegistryFixture fixture() {
        return fixture;
    }

    URI bundles() {
        return URI.create("http://127.0.0.1:" + bundles.getAddress().getPort());
    }

    @Override
    public void close() {
        bundles.stop(0);
        threads.shutdownNow();
        source.close();
        target.close();
    }
}
