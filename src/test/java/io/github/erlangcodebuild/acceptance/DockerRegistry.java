package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Debian's {@code docker-registry}, the Distribution project's server, on a free port of 127.0.0.1, in plain HTTP. */
public final class DockerRegistry implements RealRegistry {

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
        return start(parent, "");
    }

    /** As {@link #start(Path)}, and it lets only users of a {@code htpasswd} in. */
    static DockerRegistry startForUsers(Path parent, Path htpasswd) throws IOException, InterruptedException {
        return start(parent, """
                auth:
                  htpasswd:
                    realm: test
                    path: %s
                """.formatted(htpasswd));
    }

    private static DockerRegistry start(Path parent, String auth) throws IOException, InterruptedException {
        Files.createDirectories(parent);
        Path directory = Files.createTempDirectory(parent, "registry");
        Path config = Files.writeString(
                directory.resolve("config.yml"),
                """
                version: 0.1
                log:
                  level: warn
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:0
                """.formatted(directory.resolve("data").toAbsolutePath()) + auth);
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        return new DockerRegistry(directory, Ports.await(process, directory.resolve("log")), process);
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
}
