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

    private static final String REMEDY =
            "Make room or allow writing there, or name another place with -Derlang-codebuild.reportDirectory=….";

    private ReportFiles() {}

    /**
     * Requires that the files can be written, before AWS is asked for the builds.
     *
     * @throws ActionableException when they cannot
     */
    static void requireWritable(Path directory) {
        for (Path file : files(directory)) {
            AtomicFile.obstacle(file).ifPresent(obstacle -> {
                throw new ActionableException(
                        "The report cannot be written to " + file + ": " + obstacle + ".", REMEDY);
            });
        }
    }

    private static List<Path> files(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        return List.of(absolute.resolve("builds.json"), absolute.resolve("builds.html"));
    }

    /**
     * Replaces each file as a whole; a reader never sees half of it.
     *
     * @return the files
     */
    static List<Path> write(BuildsReport report, Path directory) {
        List<Path> files = files(directory);
        write(ReportJson.text(report), files.get(0));
        write(ReportHtml.page(report), files.get(1));
        return files;
    }

    private static void write(String text, Path file) {
        try {
            AtomicFile.write(text.getBytes(StandardCharsets.UTF_8), file);
        } catch (IOException e) {
            throw new ActionableException("The report cannot be written to " + file + ": " + e + ".", REMEDY, e);
        }
    }
}
