package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base of some size. */
class LargeBaseTest {

    @Test
    void layersGoThroughMemoryAndNotThroughFiles(@TempDir Path directory) throws IOException {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestBaseImage.oci().syntheticLayers(4, 25_000_000));
            Set<Path> before = temporaryFiles();

            PushResult result = new TestPush(directory).from(source).to(target).push();

            assertThat(result.transfer().sentBytes()).isGreaterThan(100_000_000);
            assertThat(temporaryFiles()).isEqualTo(before);
            assertThat(directory.toFile().list()).as("the bundle alone").hasSize(2);
        }
    }

    /** Those in this JVM's temporary directory itself; tests put theirs into directories there. */
    private static Set<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(Files::isRegularFile).collect(Collectors.toSet());
        }
    }
}
