package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.registry.DockerConfigCredentials;
import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins that podman itself stored, and docker's helper for pass, at a registry that lets nobody in without one. */
@Tag("acceptance")
class LoginsAcceptance {

    private static final Path MADE = Path.of("target/acceptance").toAbsolutePath();
    private static final String PASSWORD = "pass:wörd";

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private DockerRegistry bases;
    private DockerRegistry registry;

    LoginsAcceptance(@TempDir Path home) {
        this.home = home;
    }

    @BeforeEach
    void start() throws IOException, InterruptedException {
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put("LANG", "C.UTF-8");
        bases = DockerRegistry.start(MADE);
        bases.fixture().push("base", "1", TestPush.base());
        Path users = home.resolve("htpasswd");
        Files.writeString(users, run("", "htpasswd", "-nbB", "joe", PASSWORD));
        registry = DockerRegistry.startForUsers(MADE, users);
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
        bases.close();
    }

    @Test
    void aLoginOfPodmansWithoutASessionIsFound() throws Exception {
        assertThat(environment).doesNotContainKey("XDG_RUNTIME_DIR");
        podmanLogin(registry.host());
        try {
            Credential found = find("team/erlang").orElseThrow();

            assertThat(found.source())
                    .startsWith("the user joe of the entry " + registry.host() + " in ")
                    .endsWith("/auth.json");
            push("team/erlang");
        } finally {
            run("", "podman", "logout", registry.host());
        }
        assertThat(find("team/erlang")).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aLoginOfPodmansForANamespaceIsForThatNamespace() throws Exception {
        environment.put(
                "XDG_RUNTIME_DIR", Files.createDirectory(home.resolve("run")).toString());

        podmanLogin(registry.host() + "/team-a");

        push("team-a/erlang");
        assertThat(find("team-a/erlang").orElseThrow().source())
                .isEqualTo("the user joe of the entry " + registry.host() + "/team-a in " + home
                        + "/run/containers/auth.json");
        assertThat(find("team-b/erlang")).isEmpty();
        assertThat(new TestPush(home)
                        .from(bases.host() + "/base:1")
                        .to(registry.host())
                        .repository("team-b/erlang")
                        .credentials(credentials())
                        .failure()
                        .problem())
                .contains(registry.host() + " wants a login (HTTP 401");
    }

    @Test
    void aLoginOfPodmansInAFileThatAVariableNamesIsFound() throws Exception {
        environment.put("REGISTRY_AUTH_FILE", home.resolve("ci.json").toString());

        podmanLogin(registry.host());

        push("team/erlang");
        assertThat(find("team/erlang").orElseThrow().source())
                .endsWith(" in " + home + "/ci.json (REGISTRY_AUTH_FILE)");
    }

    @Test
    void aLoginThatAHelperKeepsIsFoundAndOneThatFailsIsNamed() throws Exception {
        Path docker = Files.createDirectory(home.resolve(".docker"));
        Files.writeString(
                docker.resolve("config.json"), "{\"credHelpers\": {\"%s\": \"pass\"}}".formatted(registry.host()));
        directoryOfGpg(".gnupg");
        run("", "gpg", "--batch", "--passphrase", "", "--quick-generate-key", "test@example.com");
        run("", "pass", "init", "test@example.com");
        run(
                "{\"ServerURL\": \"%s\", \"Username\": \"joe\", \"Secret\": \"%s\"}"
                        .formatted(registry.host(), PASSWORD),
                "docker-credential-pass",
                "store");
        try {
            String printed = ask();

            assertThat(printed)
                    .isEqualTo("joe, what docker-credential-pass gave (credHelpers in " + home
                            + "/.docker/config.json)\n");
            Path withoutKey = directoryOfGpg("gpg");
            environment.put("GNUPGHOME", withoutKey.toString());
            assertThat(ask())
                    .contains("docker-credential-pass (credHelpers in ")
                    .contains(") ended with exit code 1 and said: ")
                    .contains("gpg: decryption failed")
                    .doesNotContain(PASSWORD);
        } finally {
            run("", "gpgconf", "--kill", "gpg-agent");
            environment.remove("GNUPGHOME");
            run("", "gpgconf", "--kill", "gpg-agent");
        }
    }

    private Path directoryOfGpg(String name) throws IOException {
        return Files.createDirectory(
                home.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private void podmanLogin(String where) throws IOException, InterruptedException {
        run(PASSWORD, "podman", "login", "--tls-verify=false", "--username", "joe", "--password-stdin", where);
    }

    private void push(String repository) {
        new TestPush(home)
                .from(bases.host() + "/base:1")
                .to(registry.host())
                .repository(repository)
                .credentials(credentials())
                .push();
    }

    private Optional<Credential> find(String repository) {
        return credentials().find(registry.host(), repository);
    }

    private DockerConfigCredentials credentials() {
        Properties system = new Properties();
        system.setProperty("os.name", System.getProperty("os.name"));
        return new DockerConfigCredentials(environment, system, warnings::add);
    }

    /** What a process with this environment finds: a helper has that of the process which starts it. */
    private String ask() throws IOException, InterruptedException {
        return run(
                "",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                LoginsAcceptance.class.getName(),
                registry.host());
    }

    /** Prints the warnings, and whose credential it finds for the registry that it is given. */
    public static void main(String[] arguments) {
        new DockerConfigCredentials(System.getenv(), System.getProperties(), System.out::println)
                .find(arguments[0], "team/erlang")
                .ifPresent(found -> System.out.println(found.username() + ", " + found.source()));
    }

    /** Runs a program with the environment, and nothing else in it. */
    private String run(String input, String... command) throws IOException, InterruptedException {
        Path errors = home.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s%s", List.of(command), printed, Files.readString(errors))
                .isZero();
        return printed;
    }
}
