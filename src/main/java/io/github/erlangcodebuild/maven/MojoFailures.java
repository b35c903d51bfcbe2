package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Attachment;
import io.github.erlangcodebuild.ForeignText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;

/** Hands our failures to Maven. */
final class MojoFailures {

    private MojoFailures() {}

    /**
     * One readable message. What lies underneath goes along as suppressed, for {@code -e}: Maven would add the messages
     * of causes to ours.
     *
     * @param directory where what is attached is written to
     */
    static MojoFailureException toMaven(ActionableException failure, Path directory) {
        MojoFailureException forMaven = new MojoFailureException(failure.getMessage()
                + failure.attachment()
                        .map(attached -> write(attached, directory))
                        .orElse(""));
        forMaven.setStackTrace(failure.getStackTrace());
        if (failure.getCause() != null) {
            forMaven.addSuppressed(ReadableFailure.of(failure.getCause()));
        }
        return forMaven;
    }

    /** The words on it, to be read on from the message. */
    private static String write(Attachment attached, Path directory) {
        Path file = directory.resolve(attached.file());
        try {
            AtomicFile.write((attached.text() + "\n").getBytes(StandardCharsets.UTF_8), file);
            return "\n" + attached.title() + " is in " + ForeignText.line(file.toString()) + ", to copy as a policy.";
        } catch (IOException e) {
            return "\n" + attached.title() + " (" + ForeignText.line(file + " cannot be written: " + e.getMessage())
                    + "):\n" + ForeignText.lines(attached.text());
        }
    }
}
