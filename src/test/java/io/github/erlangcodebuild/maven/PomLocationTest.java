package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.maven.model.InputLocation;
import org.apache.maven.model.InputSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PomLocationTest {

    @TempDir
    private Path directory;

    @Test
    void itIsThePathWithTheLine() {
        assertThat(PomLocation.of(at("/project/pom.xml"))).hasValue("/project/pom.xml, line 12");
    }

    @Test
    void theUrlOfMaven4IsShownAsThePathThatItIs() {
        Path pom = directory.resolve("pom.xml");

        assertThat(PomLocation.of(at(pom.toUri().toString()))).hasValue(pom + ", line 12");
        assertThat(PomLocation.file(at(pom.toUri().toString()))).hasValue(pom.toString());
    }

    @Test
    void aLocationOfAnotherClassSaysNothing() {
        assertThat(PomLocation.of("pom.xml:12")).isEmpty();
        assertThat(PomLocation.of(null)).isEmpty();
        assertThat(PomLocation.file(null)).isEmpty();
    }

    private static InputLocation at(String location) {
        InputSource source = new InputSource();
        source.setLocation(location);
        return new InputLocation(12, 5, source);
    }
}
