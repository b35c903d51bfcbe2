package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Debian's {@code nginx}, on a free port of 127.0.0.1, that speaks TLS for a registry in plain HTTP, and does not tell it: the
 * {@code X-Forwarded-Proto} that the registry's documentation asks for is missing.
 */
public final class TlsProxy implements AutoCloseable {

    /** Who pushes through it. */
    public static final WhoCopes WHO = new WhoCopes(
            "behind a proxy that speaks TLS for it, and does not say so: the `Location` of an upload begins with `http:`",
            WhoCopes.copes(),
            WhoCopes.copes(),
            WhoCopes.fails("uploads in plain HTTP", "StatusCode: 400"));

    private final Path directory;
    private final int port;
    private final Process process;

    private TlsProxy(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Starts one before this registry, with a certificate of its own making. */
    static TlsProxy start(Path parent, URI registry) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(Files.createDirectories(parent), "nginx")
                .toAbsolutePath();
        Files.createDirectory(directory.resolve("certificates"));
        makeCertificate(directory);
        int port = freePort(); // it takes no other than one that it is told
        Path config = Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                error_log stderr;
                pid nginx.pid;
                events {}
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  server {
                    listen 127.0.0.1:%d ssl;
                    ssl_certificate certificates/ca.crt;
                    ssl_certificate_key key.pem;
                    client_max_body_size 0;
                    location / {
                      proxy_pass %s;
                      proxy_http_version 1.1;
                      proxy_redirect off;
                      proxy_request_buffering off;
                      proxy_set_header Host $http_host;
                    }
                  }
                }
                """.formatted(port, registry));
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        "nginx", "-p", directory.toString(), "-e", "stderr", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new TlsProxy(directory, Ports.await(process, log), process);
    }

    private static void makeCertificate(Path directory) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=tls-proxy",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        directory.resolve("key.pem").toString(),
                        "-out",
                        directory.resolve("certificates/ca.crt").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (openssl.waitFor() != 0) {
            throw new IllegalStateException("openssl made no certificate: " + printed);
        }
    }

    /** {@code 127.0.0.1:PORT} */
    String host() {
        return "127.0.0.1:" + port;
    }

    /** A directory with its certificate alone, in {@code ca.crt}. */
    Path certificates() {
        return directory.resolve("certificates");
    }

    /** In PEM. */
    Path certificate() {
        return certificates().resolve("ca.crt");
    }

    /** Stops it and deletes its files. */
    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> contentsFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : contentsFirst) {
                Files.delete(file);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
