package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OddBaseTableTest {

    private static final String BEGIN = "<!-- begin: written by OddBaseTableTest -->\n";
    private static final String END = "<!-- end: OddBaseTableTest -->";

    @Test
    void theDocumentationShowsWhatOddBasesAcceptanceTests() throws IOException {
        Path made = Path.of("target/odd-bases.md");
        Files.createDirectories(made.getParent());
        Files.writeString(made, OddBase.markdown());
        String docs = Files.readString(Path.of("docs/internals/faults.md")).replace("\r", "");

        assertThat(docs).contains(BEGIN, END);
        assertThat(docs.substring(docs.indexOf(BEGIN) + BEGIN.length(), docs.indexOf(END))
                        .strip())
                .as("docs/internals/faults.md; copy %s into it", made)
                .isEqualTo(OddBase.markdown().strip());
    }
}
