package io.github.erlangcodebuild.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuideTest {

    private final Path directory;
    private Guide guide;

    GuideTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void write() throws IOException {
        guide = Guide.read(Files.writeString(directory.resolve("guide.md"), """
                ```console
                $ mvn ${PLUGIN}:push -Derlang-codebuild.dryRun=true
                $ mvn ${PLUGIN}:push
                Pushed: example.com/erlang:27.1
                  digest   sha256:8eea…
                  …
                  moved    1.9 MB in 4 blobs, in 9.6 s
                ```
                ```console
                $ mvn ${PLUGIN}:push
                Up to date: …/erlang:27.1
                ```
                """));
    }

    @Test
    void digestsSizesAndTimesMayDifferAndMoreMayBePrinted() {
        assertThat(guide.missing(
                        "push",
                        0,
                        List.of(
                                "[INFO] Scanning",
                                "[INFO] Pushed: example.com/erlang:27.1",
                                "[INFO]   digest   sha256:" + "0".repeat(64),
                                "[INFO]   tags     27.1",
                                "[INFO]   moved    700 B in 4 blobs, in 1 min 3 s")))
                .isEmpty();
        assertThat(guide.missing("push", 1, List.of("[INFO] Up to date: any.example.com/erlang:27.1")))
                .isEmpty();
    }

    @Test
    void aLineThatIsPrintedOtherwiseOrElsewhereIsMissing() {
        String pushed = "Pushed: example.com/erlang:27.1";
        String digest = "  digest   sha256:" + "0".repeat(64);
        assertThat(guide.missing("push", 0, List.of(pushed, digest, "  moved    1 B in 5 blobs, in 1.0 s")))
                .contains("  moved    1.9 MB in 4 blobs, in 9.6 s");
        assertThat(guide.missing("push", 0, List.of(digest, pushed))).contains("  digest   sha256:8eea…");
    }

    @Test
    void aCommandWithoutOutputCannotBeAskedFor() {
        assertThatThrownBy(() -> guide.missing("push -Derlang-codebuild.dryRun=true", 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
