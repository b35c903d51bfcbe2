package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FaultTableTest {

    private static final String BEGIN = "<!-- begin: written by FaultTableTest -->\n";
    private static final String END = "<!-- end -->";

    @Test
    void theDocumentationShowsWhatTheMatrixTests() throws IOException {
        Path made = Path.of("target/fault-matrix.md");
        Files.createDirectories(made.getParent());
        Files.writeString(made, FaultTable.markdown());
        String docs = Files.readString(Path.of("docs/internals/faults.md")).replace("\r", "");

        String shown = docs.substring(docs.indexOf(BEGIN) + BEGIN.length(), docs.indexOf(END));

        assertThat(shown.strip())
                .as("docs/internals/faults.md; copy %s into it", made)
                .isEqualTo(FaultTable.markdown().strip());
    }
}
