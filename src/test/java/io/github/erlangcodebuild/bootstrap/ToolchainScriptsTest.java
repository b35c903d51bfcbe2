package io.github.erlangcodebuild.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class ToolchainScriptsTest {

    private static final Path SOURCES = Path.of("erlang-toolchain");

    @Test
    void theZipHoldsTheScriptsAsTheyAre() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(ToolchainScripts.zip()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                assertThat(zip.readAllBytes()).isEqualTo(Files.readAllBytes(SOURCES.resolve(entry.getName())));
            }
        }
        assertThat(names).containsExactly("build-toolchain.sh", "buildspec.yml", "pack-toolchain.sh");
    }

    /** Linux takes a carriage return for a part of the command. */
    @Test
    void noFileInTheZipHasACarriageReturn() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(ToolchainScripts.zip()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(zip.readAllBytes()).as(entry.getName()).doesNotContain('\r');
            }
        }
    }

    @Test
    void theZipIsTheSameBytesInEveryTimeZone() {
        byte[] here = ToolchainScripts.zip();
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            assertThat(ToolchainScripts.zip()).isEqualTo(here);
            TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
            assertThat(ToolchainScripts.zip()).isEqualTo(here);
        } finally {
            TimeZone.setDefault(before);
        }
        assertThat(ToolchainScripts.key(here)).matches("source/[0-9a-f]{64}\\.zip");
    }

    @Test
    void theTemplateIsInTheJar() throws IOException {
        assertThat(ToolchainScripts.template()).isEqualTo(Files.readString(SOURCES.resolve("bootstrap.yaml")));
    }
}
