package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.registry.DockerConfigPlace.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Where docker and podman keep logins. What an environment variable names comes first; to the program that knows the variable it
 * takes the place of its usual files. Then come podman's files and docker's, as podman reads both.
 *
 * @param environment the process's environment
 * @param system the JVM's system properties
 * @param root {@code /}, and another directory in tests
 * @see <a href="https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md">containers-auth.json(5)</a>
 * @see <a href="https://docs.docker.com/reference/cli/docker/#environment-variables">docker, environment variables</a>
 */
record DockerConfigPlaces(Map<String, String> environment, Properties system, Path root) {

    private static final String PODMANS = "containers/auth.json";

    /** All, in the order in which they are searched. */
    List<DockerConfigPlace> all() {
        Optional<String> authFile = variable("REGISTRY_AUTH_FILE");
        Optional<String> dockerConfig = variable("DOCKER_CONFIG");
        return Stream.of(
                        variable("DOCKER_AUTH_CONFIG").stream()
                                .map(json -> new DockerConfigPlace(Kind.VARIABLE, "DOCKER_AUTH_CONFIG", json)),
                        authFile.stream()
                                .map(file ->
                                        new DockerConfigPlace(Kind.NAMED_FILE, file + " (REGISTRY_AUTH_FILE)", file)),
                        dockerConfig.map(directory -> path(directory, "config.json")).stream()
                                .map(file -> new DockerConfigPlace(Kind.FILE_IN_NAMED_DIRECTORY, file, file)),
                        authFile.isPresent() ? Stream.<DockerConfigPlace>empty() : podmans(),
                        dockerConfig.isPresent()
                                ? Stream.<DockerConfigPlace>empty()
                                : homes().map(home -> in(home, ".docker/config.json")),
                        homes().map(home -> new DockerConfigPlace(
                                Kind.LEGACY_FILE, path(home, ".dockercfg"), path(home, ".dockercfg"))))
                .flatMap(places -> places)
                .distinct()
                .toList();
    }

    private Stream<DockerConfigPlace> podmans() {
        Stream<DockerConfigPlace> forThisSession = variable("XDG_RUNTIME_DIR")
                .map(directory -> Stream.of(in(directory, PODMANS)))
                .orElseGet(this::podmansWithoutASession);
        Stream<DockerConfigPlace> forGood = variable("XDG_CONFIG_HOME")
                .map(Stream::of)
                .orElseGet(() -> homes().map(home -> path(home, ".config")))
                .map(directory -> in(directory, PODMANS));
        return Stream.concat(isOs("linux") ? forThisSession : Stream.empty(), forGood);
    }

    /**
     * Root's podman writes to {@code /run/containers/0}. That of another user makes up for the missing variable: it takes systemd's
     * directory, or one of its own in {@code /tmp}, whose name was another before podman 5.
     */
    private Stream<DockerConfigPlace> podmansWithoutASession() {
        Optional<Integer> user = userId();
        Stream<DockerConfigPlace> ofOthersThanRoot = user.filter(uid -> uid != 0).stream()
                .flatMap(uid -> Stream.of("run/user/" + uid, "tmp/storage-run-" + uid, "tmp/podman-run-" + uid))
                .map(directory -> DockerConfigPlace.file(
                        Kind.RARE_FILE, root.resolve(directory).resolve(PODMANS)));
        return Stream.concat(
                ofOthersThanRoot,
                user.stream()
                        .map(uid -> DockerConfigPlace.file(
                                Kind.FILE, root.resolve("run/containers/" + uid + "/auth.json"))));
    }

    /** Java knows no user by number, but the owner of a file, and Linux has one for each process. */
    private static Optional<Integer> userId() {
        try {
            return Optional.of((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty(); // without /proc these files cannot be named
        }
    }

    /** The home of the environment, which docker and podman go by, and Java's, which is that of the user database. */
    private Stream<String> homes() {
        return Stream.of(
                        variable(isOs("windows") ? "USERPROFILE" : "HOME"),
                        Optional.ofNullable(system.getProperty("user.home")))
                .flatMap(Optional::stream)
                .distinct();
    }

    private boolean isOs(String name) {
        return system.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains(name);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static DockerConfigPlace in(String directory, String file) {
        String path = path(directory, file);
        return new DockerConfigPlace(Kind.FILE, path, path);
    }

    private static String path(String directory, String file) {
        try {
            return Path.of(directory).resolve(file).toString();
        } catch (InvalidPathException e) {
            return directory; // which a message will say when it is read
        }
    }
}
