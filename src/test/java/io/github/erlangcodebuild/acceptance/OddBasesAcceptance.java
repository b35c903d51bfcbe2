package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.acceptance.OddBase.Outcome;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.TestPush;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which image {@code push}, crane and skopeo take of the same odd base, as the table in docs/internals/faults.md has it. They are
 * compared by the image's config: skopeo does not print the digest of the manifest that it chose.
 */
@Tag("acceptance")
class OddBasesAcceptance {

    private static final Path PROGRAMS = Path.of("target/acceptance").toAbsolutePath();

    /** Unlike the others, it stores a manifest with any Content-Type, and without looking into it. */
    private static RealRegistry registry;

    private final Path directory;

    OddBasesAcceptance(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = GoRegistry.crane(PROGRAMS);
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
    }

    @ParameterizedTest
    @EnumSource
    void eachTakesTheImageThatTheTableSays(OddBase base) {
        String repository = "odd/" + base.name().toLowerCase(Locale.ROOT);
        base.pushTo(registry.fixture(), repository);
        String reference = registry.host() + "/" + repository + ":1";

        assertThatPushTakes(base.push(), reference);
        assertThatItTakes(
                base.crane(),
                List.of(
                        PROGRAMS.resolve("crane").toString(),
                        "config",
                        "--insecure",
                        "--platform",
                        "linux/amd64",
                        reference));
        assertThatItTakes(
                base.skopeo(),
                List.of(
                        "skopeo",
                        "--override-os",
                        "linux",
                        "--override-arch",
                        "amd64",
                        "inspect",
                        "--config",
                        "--raw",
                        "--tls-verify=false",
                        "docker://" + reference));
    }

    private void assertThatPushTakes(Outcome expected, String reference) {
        TestPush push =
                new TestPush(directory).from(reference).to(registry.host()).repository("odd/pushed");
        if (expected.author().isEmpty()) {
            ActionableException failure = catchThrowableOfType(ActionableException.class, push::push);
            assertThat(failure).hasMessageContaining(expected.words());
            return;
        }
        PushResult result = push.push();
        assertThat(result.image().base().config().path("author").asText())
                .isEqualTo(expected.author().get());
        assertThat(registry.fixture()
                        .config("odd/pushed", "latest")
                        .path("author")
                        .asText())
                .isEqualTo(expected.author().get());
    }

    private static void assertThatItTakes(Outcome expected, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            if (expected.author().isEmpty()) {
                assertThat(exitCode).as("%s: %s", command, printed).isNotZero();
                assertThat(printed).as("%s", command).contains(expected.words());
            } else {
                assertThat(exitCode).as("%s: %s", command, printed).isZero();
                String config = printed.substring(printed.indexOf('{')); // a warning may come before it
                assertThat(new ObjectMapper().readTree(config).path("author").asText())
                        .as("%s", command)
                        .isEqualTo(expected.author().get());
            }
        } catch (IOException e) {
            throw new AssertionError(command + " could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command + " was interrupted", e);
        }
    }
}
