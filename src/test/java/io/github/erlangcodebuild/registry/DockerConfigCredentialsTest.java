package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Credential helpers, found on the PATH of the process that asks them. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read cannot be ended
class DockerConfigCredentialsTest {

    private static final String REGISTRY = "registry.example.com";

    private static final String REPOSITORY = "ci/erlang";

    private static final String OTHER_REGISTRY = "other.example.com";

    private static final Duration SHORT = Duration.ofSeconds(1);

    /** Longer than any machine takes to answer. */
    private static final Duration AMPLE = Duration.ofHours(1);

    private static final String ANSWER = """
            cat > /dev/null
            echo '{"ServerURL": "", "Username": "joe", "Secret": "secret"}'
            """;

    /** As long as the test runs, and no longer. */
    private static final String NEVER_ANSWER = """
            forever() { while [ -e "$0" ]; do sleep 1; done; }
            forever &
            echo "$! $$" > "${0%/*}/pids"
            forever
            """;

    /** Holds the helpers. */
    private final Path directory;

    DockerConfigCredentialsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aHelperIsAsked() throws Exception {
        helper("test", ANSWER);

        assertThat(run("find", home(config("test")))).isEqualTo("joe\n");
    }

    @Test
    void theHelperOfTheRegistryIsAskedForItUnderTheNameThatItHasThere() throws Exception {
        helper("test", """
                read -r server
                echo "{\\"Username\\": \\"$1 $server\\", \\"Secret\\": \\"secret\\"}"
                """);

        assertThat(run(
                        "find",
                        home("{'credHelpers': {'registry.example.com': 'test'}, 'credsStore': 'none'}"),
                        home("{'credHelpers': {'https://registry.example.com': 'test'}}"),
                        home("{'credHelpers': {'registry.example.com/v2': 'test'}}"),
                        home("{'credHelpers': {'https://registry.example.com/v2': 'test'}}"),
                        home("{'credHelpers': {'example.com': 'none'}, 'credsStore': 'test'}"),
                        home("{'CredsStore': 'test'}")))
                .isEqualTo("""
                        get registry.example.com
                        get https://registry.example.com
                        get registry.example.com/v2
                        get https://registry.example.com/v2
                        get registry.example.com
                        get registry.example.com
                        """);
    }

    @Test
    void aHelperThatHasNoneIsPassedOver() throws Exception {
        helper("none", "echo 'credentials not found in native keychain'; exit 1");
        helper("none-by-errors", "echo 'credentials not found in native keychain' >&2; exit 1");
        helper("nobody", "echo '{\"Username\": \"\", \"Secret\": \"secret\"}'");
        helper("half", "echo '{\"Username\": \"joe\"}'");

        assertThat(run(
                        "find",
                        home(config("none")),
                        home(config("none-by-errors")),
                        home(config("nobody")),
                        home(config("half"))))
                .isEqualTo("jim\n".repeat(4));
    }

    @Test
    void aHelperThatFailsIsNamedWithItsFirstLineAndTheSearchGoesOn() throws Exception {
        helper("test", "echo >&2 noise; echo; echo 'pass not \33[31minitialized'; echo 'try init'; exit 3");
        Path home = home(config("test"));

        assertThat(run("find", home))
                .isEqualTo("Looking for credentials for " + REGISTRY + ": docker-credential-test (credHelpers in "
                        + home.resolve(".docker/config.json")
                        + ") ended with exit code 3 and said: pass not \uFFFD[31minitialized. Correct that, or take it"
                        + " out of credHelpers in " + home.resolve(".docker/config.json") + " and log in to "
                        + REGISTRY + " again.\njim\n");
    }

    @Test
    void whatAFailingHelperPrintsOnStandardErrorIsSaidWhereItPrintsNothingElse() throws Exception {
        helper("errors", "echo 'gpg: no such key' >&2; yes | head -n 100000 >&2; exit 1");
        helper("quiet", "exit 1");

        assertThat(run("find", home(config("errors")), home(config("quiet"))))
                .contains(" ended with exit code 1 and said: gpg: no such key. ")
                .contains(" ended with exit code 1. ")
                .contains("jim\n");
    }

    @Test
    void aSecretInTheAnswerOfAFailingHelperIsNotSaid() throws Exception {
        helper("failing", "echo '{\"Username\": \"joe\", \"Secret\": \"hunter2\"}'; echo oops >&2; exit 1");
        helper("plain", "echo hunter2");

        assertThat(run("find", home(config("failing")), home(config("plain"))))
                .contains("docker-credential-failing (credHelpers in ")
                .contains(") ended with exit code 1 and said: oops. ")
                .contains(") did not answer in JSON. ")
                .doesNotContain("hunter2");
    }

    @Test
    void aHelperThatCannotBeStartedIsNamed() throws Exception {
        Files.writeString(directory.resolve("docker-credential-barred"), "#!/bin/sh\n");
        program(directory.resolve("docker-credential-stray"), "#!" + directory + "/no-such-interpreter\n");

        assertThat(run(
                        "find",
                        home(config("missing")),
                        home("{'credsStore': 'missing'}"),
                        home(config("barred")),
                        home(config("stray"))))
                .contains("docker-credential-missing (credHelpers in ")
                .contains("docker-credential-missing (credsStore in ")
                .contains(") is not on the PATH. ")
                .contains(") cannot be started (Permission denied). ")
                .contains(") cannot be started (No such file or directory). ")
                .endsWith("jim\n");
    }

    @Test
    void aHelperInTheCurrentDirectoryIsNotStarted() throws Exception {
        Path repository = Files.createDirectory(directory.resolve("repository"));
        Files.createDirectory(repository.resolve("bin"));
        for (String evil : List.of("docker-credential-evil", "bin/docker-credential-evil")) {
            program(repository.resolve(evil), "#!/bin/sh\ntouch '" + directory + "/started'\n" + ANSWER);
        }
        Path home = home(config("evil"));

        assertThat(run(repository, ":.:bin:" + directory + "::", "find", home))
                .contains("docker-credential-evil (credHelpers in ")
                .contains(") is not on the PATH. ")
                .endsWith("jim\n");
        assertThat(directory.resolve("started")).doesNotExist();
    }

    @Test
    void aHelperThatNobodyNamedIsAskedWhereThereIsOne() throws Exception {
        Path home = Files.createTempDirectory(directory, "home");

        assertThat(run("find-at-gcr", home)).isEqualTo("none\n");

        helper("gcr", ANSWER);

        assertThat(run("find-at-gcr", home)).isEqualTo("what docker-credential-gcr gave\n");
    }

    @Test
    void aHelperMayKnowARefreshToken() throws Exception {
        helper("test", "echo '{\"Username\": \"<token>\", \"Secret\": \"refresh\"}'");

        assertThat(run("find", home(config("test")))).isEqualTo("<token>\n");
    }

    @Test
    void dockerHubIsAskedForUnderTheNamesThatDockerAndPodmanGiveIt() throws Exception {
        helper("test", """
                read -r server
                echo "$server" >> "${0%/*}/servers"
                echo 'credentials not found in native keychain'; exit 1
                """);

        assertThat(run("find-at-hub", home("{'credsStore': 'test'}"))).isEqualTo("none\n");
        assertThat(directory.resolve("servers"))
                .content()
                .startsWith("https://index.docker.io/v1/\ndocker.io\n")
                .contains("registry-1.docker.io\n");
    }

    @Test
    void aHelperThatHasClosedItsOutputIsListenedToAndEnded() throws Exception {
        helper("test", """
                echo "$$" > "${0%/*}/pids"
                echo '{"Username": "joe", "Secret": "secret"}'
                exec >&- 2>&-
                while [ -e "$0" ]; do sleep 1; done
                """);

        assertThat(run("find-and-await-end", home(config("test")))).isEqualTo("joe\nended\n");
    }

    @Test
    void aHelperThatLeavesSomethingBehindWithItsOutputIsListenedTo() throws Exception {
        helper("test", """
                cat > /dev/null
                (while [ -e "$0" ]; do sleep 1; done) &
                echo '{"Username": "joe", "Secret": "secret"}'
                """);

        assertThat(run("find", home(config("test")))).isEqualTo("joe\n");
    }

    @Test
    void aHelperIsEndedWithTheJvmAndThatIsNoFailureOfIt() throws Exception {
        helper("test", NEVER_ANSWER);

        // whether the search still comes to an end or not
        assertThat(run("exit-meanwhile", home(config("test")))).isIn("", "jim\n");
        awaitEnd(directory);
    }

    @Test
    void aHelperIsEndedWhenTheWaitForItIsInterrupted() throws Exception {
        helper("test", NEVER_ANSWER);

        assertThat(run("interrupt", home(config("test")))).isEqualTo("interrupted\nended\n");
    }

    @Test
    void theSourceOfAnAnswerIsTheHelperAndWhatNamesIt() throws Exception {
        helper("test", ANSWER);
        Path home = home("{'credsStore': 'test'}");

        assertThat(run("source", home))
                .isEqualTo("what docker-credential-test gave (credsStore in " + home.resolve(".docker/config.json")
                        + ")\n");
    }

    @Test
    void aHelperThatDoesNotReadWhatItIsAskedIsListenedToAllTheSame() throws Exception {
        helper("test", "exec <&-\n" + ANSWER.replaceFirst(".*\n", ""));

        assertThat(run("find", home(config("test")))).isEqualTo("joe\n");
    }

    @Test
    void aHelperThatNeverAnswersIsNamedAndEndedWithWhatItStartedAndTheSearchGoesOn() throws Exception {
        helper("test", NEVER_ANSWER);

        assertThat(run("find-soon", home(config("test"))))
                .startsWith("Looking for credentials for " + REGISTRY + ": docker-credential-test (credHelpers in ")
                .contains(") did not answer within 1 s and is not waited for. Unlock ")
                .contains(" and log in to " + REGISTRY + " again.\n")
                .endsWith("jim\nended\n");
    }

    @Test
    void aHelperThatNeverAnswersIsAskedOnceThoughTwoFilesNameIt() throws Exception {
        helper("test", NEVER_ANSWER);
        Path home = home(config("test"));
        Path containers = Files.createDirectories(home.resolve(".config/containers"));
        Files.copy(home.resolve(".docker/config.json"), containers.resolve("auth.json"));

        assertThat(run("find-soon", home)).containsOnlyOnce("did not answer").endsWith("jim\nended\n");
    }

    @Test
    void aHelperThatAnotherPushWaitsForIsLeftAlone() throws Exception {
        helper("test", NEVER_ANSWER);
        helper("other", """
                touch "${0%/*}/asked"
                until [ -e "${0%/*}/answer" ]; do sleep 0.1; done
                """ + ANSWER);

        Path home = home("{'credHelpers': {'" + REGISTRY + "': 'test', '" + OTHER_REGISTRY + "': 'other'}}");

        assertThat(run("find-beside", home)).endsWith("jim\nended\njoe\n");
    }

    private static String config(String helper) {
        return "{'credHelpers': {'" + REGISTRY + "': '" + helper + "'}}";
    }

    /** A home with this configuration, and an older one that knows jim. */
    private Path home(String config) throws IOException {
        Path home = Files.createTempDirectory(directory, "home");
        Path docker = Files.createDirectory(home.resolve(".docker"));
        String auth = Base64.getEncoder().encodeToString("jim:secret".getBytes(StandardCharsets.UTF_8));
        Files.writeString(docker.resolve("config.json"), config.replace('\'', '"'));
        Files.writeString(home.resolve(".dockercfg"), "{\"" + REGISTRY + "\": {\"auth\": \"" + auth + "\"}}");
        return home;
    }

    private void helper(String name, String script) throws IOException {
        program(directory.resolve("docker-credential-" + name), "#!/bin/sh\n" + script);
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** What is printed by a process that has the helpers on its PATH. */
    private String run(String command, Path... homes) throws IOException, InterruptedException {
        return run(directory, directory + ":" + System.getenv("PATH"), command, homes);
    }

    private String run(Path currentDirectory, String path, String command, Path... homes)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DockerConfigCredentialsTest.class.getName(),
                command,
                directory.toString()));
        Stream.of(homes).map(Path::toString).forEach(line::add);
        ProcessBuilder builder = new ProcessBuilder(line).directory(currentDirectory.toFile());
        builder.environment().put("PATH", path);
        Process process = builder.redirectErrorStream(true).start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(printed).isZero();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Prints the warnings and whose credential was found.
     *
     * @param arguments what to do, the directory of the helpers, and homes
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path helpers = Path.of(arguments[1]);
        Path home = Path.of(arguments[2]);
        switch (arguments[0]) {
            case "find" -> Stream.of(arguments).skip(2).forEach(each -> find(Path.of(each), REGISTRY, AMPLE));
            case "find-at-gcr" -> printSource(home, "eu.gcr.io");
            case "find-at-hub" -> printSource(home, "registry-1.docker.io");
            case "source" -> printSource(home, REGISTRY);
            case "find-and-await-end" -> {
                find(home, REGISTRY, AMPLE);
                awaitEnd(helpers);
            }
            case "exit-meanwhile" -> {
                new Thread(() -> find(home, REGISTRY, AMPLE)).start();
                awaitFile(helpers.resolve("pids"));
                System.exit(0);
            }
            case "interrupt" -> {
                Thread thread = new Thread(() -> {
                    try {
                        find(home, REGISTRY, AMPLE);
                    } catch (IllegalStateException e) {
                        System.out.println(e.getMessage());
                    }
                });
                thread.start();
                awaitFile(helpers.resolve("pids"));
                thread.interrupt();
                thread.join();
                awaitEnd(helpers);
            }
            case "find-soon" -> {
                find(home, REGISTRY, SHORT);
                awaitEnd(helpers);
            }
            case "find-beside" -> {
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> find(home, OTHER_REGISTRY, AMPLE));
                awaitFile(helpers.resolve("asked"));
                find(home, REGISTRY, SHORT);
                awaitEnd(helpers);
                Files.createFile(helpers.resolve("answer"));
                other.join();
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void find(Path home, String registry, Duration timeout) {
        System.out.println(credentials(home, timeout)
                .find(registry, REPOSITORY)
                .orElseThrow()
                .username());
    }

    private static void printSource(Path home, String registry) {
        System.out.println(credentials(home, AMPLE)
                .find(registry, REPOSITORY)
                .map(Credential::source)
                .orElse("none"));
    }

    private static DockerConfigCredentials credentials(Path home, Duration timeout) {
        Properties system = new Properties();
        system.setProperty("user.home", home.toString());
        return new DockerConfigCredentials(
                new DockerConfigPlaces(Map.of(), system, home), System.out::println, timeout);
    }

    /** Waits until the helper is no more, and what it started. A busy machine may have ended it before it could say. */
    private static void awaitEnd(Path helpers) throws IOException {
        ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("docker-credential-test"))
                .forEach(child -> child.onExit().join());
        Path pids = helpers.resolve("pids");
        if (Files.exists(pids)) {
            for (String pid : Files.readString(pids).strip().split(" ", -1)) {
                if (!pid.isEmpty()) {
                    ProcessHandle.of(Long.parseLong(pid))
                            .ifPresent(process -> process.onExit().join());
                }
            }
        }
        System.out.println("ended");
    }

    private static void awaitFile(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(10);
        }
    }
}
