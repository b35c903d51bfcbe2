package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.testing.NestedMaven;
import io.github.erlangcodebuild.testing.PushSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room for {@code outputFile}. */
@Tag("acceptance")
class FullDiskAcceptance {

    private static final int DISK_BYTES = 4096;

    private final Path directory;
    private final Path disk;

    FullDiskAcceptance(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.disk = Files.createDirectory(directory.resolve("disk"));
    }

    @BeforeEach
    void mount() {
        Shell.run("small-disk.sh", "mount", disk.toString(), String.valueOf(DISK_BYTES));
    }

    @AfterEach
    void unmount() {
        Shell.run("small-disk.sh", "unmount", disk.toString());
    }

    @Test
    void theImageIsPushedTheOldFileIsLeftAndTheMessageSaysSo() throws IOException {
        String old = "o".repeat(DISK_BYTES);
        Path file = Files.writeString(disk.resolve("image.json"), old);
        try (PushSetup setup = PushSetup.at(directory)) {
            Map<String, String> parameters = new TreeMap<>(setup.parameters());
            parameters.put("erlang-codebuild.outputFile", file.toString());

            NestedMaven.Result result =
                    NestedMaven.in(directory.resolve("work")).with(parameters).run("push");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output())
                    .contains("was pushed, but " + file + " cannot be written: No space left on device")
                    .contains("run it again: nothing will be sent twice");
            assertThat(file).hasContent(old);
            try (Stream<Path> files = Files.list(disk)) {
                assertThat(files).containsExactly(file);
            }
            assertThat(setup.pushed("latest")).isEqualTo(setup.pushed("27.1"));
        }
    }
}
