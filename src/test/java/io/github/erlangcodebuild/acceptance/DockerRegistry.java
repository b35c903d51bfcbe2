package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Debian's {@code docker-registry}, the Distribution project's server, on a free port of 127.0.0.1, in plain HTTP. */
public final class DockerRegistry implements RealRegistry {

    private static final int SECONDS_TO_START = 30;

    private final Path directory;
    private final int port;
    private final Process process;

    private DockerRegistry(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Starts one, empty, that keeps its data in a directory of its own below this one. */
    public static DockerRegistry start(Path parent) throws IOException, InterruptedException {
        Files.createDirectories(parent);
        Path directory = Files.createTempDirectory(parent, "registry");
        int port = freePort();
        Path config = Files.writeString(directory.resolve("config.yml"), """
                version: 0.1
                log:
                  level: warn
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:%d
                """.formatted(
                        directory.resolve("data").toAbsolutePath(), port));
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        DockerRegistry registry = new DockerRegistry(directory, port, process);
        registry.awaitStart();
        return registry;
    }

    @Override
    public String host() {
        return "127.0.0.1:" + port;
    }

    /** The requests up to now, as its access log has them. */
    List<String> requests() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("log"))) {
            return lines.filter(line -> line.contains("HTTP/1.1\"")).toList();
        }
    }

    /** Stops it and deletes its data. */
    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void awaitStart() throws IOException, InterruptedException {
        for (int tries = 0; tries < SECONDS_TO_START * 10; tries++) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "docker-registry does not run:\n" + Files.readString(directory.resolve("log")));
            }
            try {
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create("http://" + host() + "/v2/").toURL().openConnection();
                connection.getResponseCode();
                return;
            } catch (ConnectException e) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("docker-registry does not answer on " + host());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
