package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.proof.BuildsReport;
import io.github.erlangcodebuild.proof.ReportHtml;
import io.github.erlangcodebuild.proof.ReportJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes a report of builds: for machines, and for people. */
final class ReportFiles {

    private ReportFiles() {}

    /**
     * Replaces each file as a whole; a reader never sees half of it.
     *
     * @return the files
     */
    static List<Path> write(BuildsReport report, Path directory) {
        return List.of(
                write(ReportJson.text(report), directory.resolve("builds.json")),
                write(ReportHtml.page(report), directory.resolve("builds.html")));
    }

    private static Path write(String text, Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            AtomicFile.write(text.getBytes(StandardCharsets.UTF_8), absolute);
            return absolute;
        } catch (IOException e) {
            throw new ActionableException(
                    "The report cannot be written to " + absolute + ": " + e + ".",
                    "Make room or allow writing there, or name another place with"
                            + " -Derlang-codebuild.reportDirectory=….",
                    e);
        }
    }
}
