package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base of some size. */
class LargeBaseTest {

    /** In a JVM that has no directory for temporary files: making one fails, even one that would be deleted at once. */
    @Test
    void layersGoThroughMemoryAndNotThroughFiles(@TempDir Path directory) throws Exception {
        Path bundle = Files.createDirectory(directory.resolve("bundle"));
        Path home = Files.createDirectory(directory.resolve("home"));
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestBaseImage.oci().syntheticLayers(2, 25_000_000));

            Process push = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djava.io.tmpdir=" + directory.resolve("missing"),
                            "-Duser.home=" + home,
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            LargeBaseTest.class.getName(),
                            bundle.toString(),
                            source.host(),
                            target.host())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(push.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(push.waitFor()).as(printed).isZero();
            assertThat(target.tags(TestPush.REPOSITORY)).containsExactly("27.1", "latest");
            assertThat(bundle.toFile().list()).as("the bundle alone").hasSize(2);
            assertThat(home).isEmptyDirectory();
            assertThat(directory.resolve("missing")).doesNotExist();
        }
    }

    /**
     * Pushes.
     *
     * @param arguments the directory for the bundle, the source, the target
     */
    public static void main(String[] arguments) {
        PushResult result = new TestPush(Path.of(arguments[0]))
                .from(arguments[1] + "/base:1")
                .to(arguments[2])
                .push();
        assertThat(result.transfer().sentBytes()).isGreaterThan(50_000_000);
    }
}
