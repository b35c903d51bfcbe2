package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Credential helpers, found on the PATH as Java finds programs: on that of its own process. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class DockerConfigCredentialsTest {

    private static final String REGISTRY = "registry.example.com";

    private static final Duration SHORT = Duration.ofSeconds(3);

    private final Path home;

    DockerConfigCredentialsTest(@TempDir Path home) throws IOException {
        this.home = home;
        Path docker = Files.createDirectory(home.resolve(".docker"));
        String auth = Base64.getEncoder().encodeToString("jim:secret".getBytes(StandardCharsets.UTF_8));
        Files.writeString(docker.resolve("config.json"), "{\"credHelpers\": {\"" + REGISTRY + "\": \"test\"}}");
        Files.writeString(docker.resolve(".dockercfg"), "{\"" + REGISTRY + "\": {\"auth\": \"" + auth + "\"}}");
    }

    @Test
    void aHelperIsAsked() throws Exception {
        helper("""
                cat > /dev/null
                echo '{"ServerURL": "", "Username": "joe", "Secret": "secret"}'
                """);

        assertThat(find()).isEqualTo("joe\n");
    }

    @Test
    void aHelperThatNeverAnswersIsNamedAndEndedAndTheSearchGoesOn() throws Exception {
        helper("""
                echo $$ > "${0%/*}/pid"
                sleep 600
                """);

        assertThat(find())
                .startsWith("Looking for credentials for " + REGISTRY
                        + ": docker-credential-test did not answer within 3 s and is not waited for. Unlock ")
                .contains("docker login " + REGISTRY)
                .endsWith("jim\nended\n");
    }

    private void helper(String script) throws IOException {
        Path file = Files.writeString(home.resolve("docker-credential-test"), "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** What was found, by a process that has the helper on its PATH. */
    private String find() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DockerConfigCredentialsTest.class.getName(),
                home.toString());
        builder.environment().merge("PATH", home.toString(), (path, ours) -> ours + ":" + path);
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
     * Prints the warnings and whose credential was found, and waits for the end of a helper that left its process id.
     *
     * @param arguments the home directory
     */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        Properties system = new Properties();
        system.setProperty("user.home", home.toString());
        System.out.println(new DockerConfigCredentials(Map.of(), system, System.out::println, SHORT)
                .find(REGISTRY)
                .orElseThrow()
                .username());
        Path helper = home.resolve("pid");
        if (Files.exists(helper)) {
            ProcessHandle.of(Long.parseLong(Files.readString(helper).strip()))
                    .ifPresent(process -> process.onExit().join());
            System.out.println("ended");
        }
    }
}
