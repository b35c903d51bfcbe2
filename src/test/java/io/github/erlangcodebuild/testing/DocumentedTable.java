package io.github.erlangcodebuild.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A table in docs/internals/faults.md that a test writes, between two comments that name the test. */
public final class DocumentedTable {

    private DocumentedTable() {}

    /**
     * Requires that the documentation has the table as it is now; leaves it in {@code target} to be copied.
     *
     * @param test the test's simple name
     */
    public static void requireShown(String test, String markdown) throws IOException {
        Path made = Path.of("target", test + ".md");
        Files.createDirectories(made.getParent());
        Files.writeString(made, markdown);
        String docs = Files.readString(Path.of("docs/internals/faults.md")).replace("\r", "");
        String begin = "<!-- begin: written by " + test + " -->\n";
        String end = "<!-- end: " + test + " -->";

        assertThat(docs).containsOnlyOnce(begin).containsOnlyOnce(end);
        assertThat(docs.substring(docs.indexOf(begin) + begin.length(), docs.indexOf(end))
                        .strip())
                .as("docs/internals/faults.md; copy %s into it", made)
                .isEqualTo(markdown.strip());
    }
}
