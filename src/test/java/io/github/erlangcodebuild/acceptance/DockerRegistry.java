package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The Distribution project's server, on a free port of 127.0.0.1, in plain HTTP: Debian's {@code docker-registry}, or newer. */
public final class DockerRegistry implements RealRegistry {

    private final Path directory;
    private final int port;
    private final Process process;

    private DockerRegistry(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Starts Debian's, empty. It keeps its data in a directory of its own below this one. */
    public static DockerRegistry start(Path parent) throws IOException, InterruptedException {
        return start(parent, debian(), "");
    }

    /** As {@link #start(Path)}, and it lets only users of a {@code htpasswd} in. */
    static DockerRegistry startForUsers(Path parent, Path htpasswd) throws IOException, InterruptedException {
        return start(parent, debian(), users(htpasswd));
    }

    /** As {@link #start(Path)}, of version 3, which is installed below the directory. */
    static DockerRegistry startVersion3(Path parent) throws IOException, InterruptedException {
        return start(parent, version3(parent), "");
    }

    /** As {@link #startVersion3(Path)}, and it lets only users of a {@code htpasswd} in. */
    static DockerRegistry startVersion3ForUsers(Path parent, Path htpasswd) throws IOException, InterruptedException {
        return start(parent, version3(parent), users(htpasswd));
    }

    private static List<String> debian() {
        return List.of("docker-registry", "serve");
    }

    private static List<String> version3(Path parent) throws IOException, InterruptedException {
        Shell.run("install-registries.sh", parent.toString());
        return List.of(parent.resolve("distribution").toString());
    }

    private static String users(Path htpasswd) {
        return """
                auth:
                  htpasswd:
                    realm: test
                    path: %s
                """.formatted(htpasswd);
    }

    /** @param program which is given the configuration file, too */
    private static DockerRegistry start(Path parent, List<String> program, String auth)
            throws IOException, InterruptedException {
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
        List<String> command = new ArrayList<>(program);
        command.add(config.toString());
        Process process = new ProcessBuilder(command)
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
