package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Debian's {@code tinyproxy}, on a free port of 127.0.0.1, that wants the login {@code joe} with the password {@code p.ss}. */
final class TinyProxy implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final Process process;

    private TinyProxy(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param upstream the proxy, {@code HOST:PORT}, that it asks for hosts below {@code test}
     * @param tunnels the ports that CONNECT may name
     */
    static TinyProxy start(Path parent, String upstream, List<Integer> tunnels)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(Files.createDirectories(parent), "tinyproxy");
        int port = freePort(); // it takes no other than one that it is told
        StringBuilder config = new StringBuilder("""
                Listen 127.0.0.1
                Port %d
                Timeout 60
                LogLevel Connect
                BasicAuth joe p.ss
                Upstream http %s ".test"
                """.formatted(port, upstream));
        tunnels.forEach(allowed -> config.append("ConnectPort ").append(allowed).append('\n'));
        Path file = Files.writeString(directory.resolve("tinyproxy.conf"), config);
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder("tinyproxy", "-d", "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new TinyProxy(directory, Ports.await(process, log), process);
    }

    /** {@code 127.0.0.1:PORT} */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** The request lines up to now, as its log has them. */
    List<String> requests() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("log"))) {
            return lines.filter(line -> line.contains("Request (")).toList();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        Files.delete(directory.resolve("tinyproxy.conf"));
        Files.delete(directory.resolve("log"));
        Files.delete(directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
