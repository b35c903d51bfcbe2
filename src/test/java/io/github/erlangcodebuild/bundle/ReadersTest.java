package io.github.erlangcodebuild.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, and the choice of a reader by scheme. */
class ReadersTest {

    private final Path directory;

    ReadersTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private final BundleReader files = new SchemeReader(Map.of("file", new LocalFileReader(), "https", location -> {
        throw new AssertionError();
    }));

    @Test
    void aFileIsRead() throws IOException {
        Path file = Files.writeString(directory.resolve("a b.json"), "content");

        try (InputStream in = files.open(file.toUri())) {
            assertThat(in).hasContent("content");
        }
    }

    @Test
    void aMissingFileIsRefused() {
        Path file = directory.resolve("missing.json");

        assertThatThrownBy(() -> files.open(file.toUri()))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("no file " + file);
    }

    @Test
    void aDirectoryIsRefused() {
        assertThatThrownBy(() -> files.open(directory.toUri()))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void aSchemeWithoutReaderIsRefusedWithTheOnesThereAre() {
        assertThatThrownBy(() -> files.open(URI.create("s3://bucket/t.json?sig=secret")))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("file, https")
                .message()
                .doesNotContain("secret");
    }
}
