package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.proof.BuildsReport;
import io.github.erlangcodebuild.proof.Prices;
import io.github.erlangcodebuild.proof.ProjectReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

    private static final BuildsReport REPORT = new BuildsReport(
            "123456789012",
            "us-east-1",
            Instant.parse("2026-11-24T09:30:00Z"),
            List.of(new BuildsReport.Section(
                    ProjectReport.of("erlang", Optional.empty(), List.of(), 0, Prices.list()), List.of())));

    private final Path directory;

    ReportFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void jsonAndPageStandBesideEachOtherAndNothingElse() throws Exception {
        Path made = directory.resolve("a/b");

        assertThat(ReportFiles.write(REPORT, made))
                .containsExactly(made.resolve("builds.json"), made.resolve("builds.html"));
        ReportFiles.write(REPORT, made); // takes the place of the one before

        assertThat(new ObjectMapper()
                        .readTree(made.resolve("builds.json").toFile())
                        .at("/projects/0/project")
                        .asText())
                .isEqualTo("erlang");
        assertThat(Files.readString(made.resolve("builds.html"))).startsWith("<!DOCTYPE html>");
        try (var files = Files.list(made)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void whereNothingCanBeWrittenTheMessageSaysWhereToPutItInstead() throws Exception {
        Path file = Files.writeString(directory.resolve("taken"), "");

        assertThatThrownBy(() -> ReportFiles.write(REPORT, file))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("The report cannot be written to " + file.resolve("builds.json"))
                .hasMessageContaining("-Derlang-codebuild.reportDirectory=");
    }

    @Test
    void whatCannotBeWrittenIsFoundOutBeforeAwsIsAsked() throws Exception {
        Path file = Files.writeString(directory.resolve("taken"), "");

        assertThatThrownBy(() -> ReportFiles.requireWritable(file))
                .isInstanceOf(ActionableException.class)
                .hasMessage("The report cannot be written to " + file.resolve("builds.json") + ": " + file
                        + " is no directory.\nMake room or allow writing there, or name another place with"
                        + " -Derlang-codebuild.reportDirectory=….");
        ReportFiles.requireWritable(directory.resolve("new"));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }
}
