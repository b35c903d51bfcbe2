package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OddityTableTest {

    private static final String BEGIN = "<!-- begin: written by OddityTableTest -->\n";
    private static final String END = "<!-- end: OddityTableTest -->";

    @Test
    void theDocumentationShowsWhatOddRegistriesAcceptanceTests() throws IOException {
        Path made = Path.of("target/odd-registries.md");
        Files.createDirectories(made.getParent());
        Files.writeString(made, Oddity.markdown());
        String docs = Files.readString(Path.of("docs/internals/faults.md")).replace("\r", "");

        assertThat(docs).contains(BEGIN, END);
        assertThat(docs.substring(docs.indexOf(BEGIN) + BEGIN.length(), docs.indexOf(END))
                        .strip())
                .as("docs/internals/faults.md; copy %s into it", made)
                .isEqualTo(Oddity.markdown().strip());
    }
}
