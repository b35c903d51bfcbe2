package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.acceptance.WhoCopes.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program that copies an image from one registry to another, with a login of its own for each. */
public final class CopyTool {

    private static final Path PROGRAMS = Path.of("target/acceptance").toAbsolutePath();

    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private final String prefix;

    private CopyTool(String prefix, List<String> command) {
        this.prefix = prefix;
        this.command = command;
    }

    /** go-containerregistry's crane, that also takes registries without verified TLS. */
    public static CopyTool crane() {
        return crane("--insecure");
    }

    static CopyTool crane(String... options) {
        Shell.run("install-registries.sh", PROGRAMS.toString());
        return new CopyTool("", command(Stream.of(PROGRAMS.resolve("crane").toString(), "copy"), options));
    }

    /** Debian's skopeo, that also takes registries without verified TLS. */
    public static CopyTool skopeo() {
        return skopeo("--src-tls-verify=false", "--dest-tls-verify=false");
    }

    static CopyTool skopeo(String... options) {
        return new CopyTool("docker://", command(Stream.of("skopeo", "--insecure-policy", "copy"), options));
    }

    private static List<String> command(Stream<String> program, String... options) {
        return Stream.concat(program, Stream.of(options)).toList();
    }

    /** With this user's password for these registries, in a file of this directory. */
    public CopyTool withLogin(Path directory, String user, String password, String... registries) {
        String auth = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        String entries = Stream.of(registries)
                .map(registry -> "\"%s\": {\"auth\": \"%s\"}".formatted(registry, auth))
                .collect(Collectors.joining(", "));
        try {
            Path file = Files.writeString(directory.resolve("config.json"), "{\"auths\": {%s}}".formatted(entries));
            return with("DOCKER_CONFIG", directory.toString())
                    .with("REGISTRY_AUTH_FILE", file.toString())
                    // skopeo's memory of where it has seen which blob: of this directory alone, also for root
                    .with("XDG_DATA_HOME", directory.toString())
                    .with("_CONTAINERS_ROOTLESS_UID", "1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CopyTool with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Copies an image, or does not, as it is expected to. */
    public void copy(String source, String destination, Outcome expected) {
        List<String> line = Stream.concat(command.stream(), Stream.of(prefix + source, prefix + destination))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            if (!expected.isThere()) {
                assertThat(exitCode).as("%s: %s", line, printed).isNotZero();
                assertThat(printed).as("%s", line).contains(expected.words());
            } else {
                assertThat(exitCode).as("%s: %s", line, printed).isZero();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(line + " was interrupted", e);
        }
    }
}
