package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MojoFailuresTest {

    @TempDir
    private Path directory;

    private final IOException cause = new IOException("the pipe is broken");

    @Test
    void theMessageIsTheProblemAndItsRemedyAlone() {
        MojoFailureException failure = toMaven(new ActionableException("It broke.", "Mend it.", cause));
        assertThat(failure).hasMessage("It broke.\nMend it.").hasNoCause();
    }

    @Test
    void whatLiesUnderneathIsThereForAStackTrace() {
        ActionableException ours = new ActionableException("It broke.", "Mend it.", cause);
        MojoFailureException failure = toMaven(ours);
        assertThat(failure).hasSuppressedException(cause);
        assertThat(failure.getStackTrace()).isEqualTo(ours.getStackTrace());
    }

    @Test
    void aFailureWithoutACauseIsHandedOverToo() {
        assertThat(toMaven(new ActionableException("It broke.", "Mend it.")).getSuppressed())
                .isEmpty();
    }

    @Test
    void aCauseThatIsNotFitForATerminalIsReplacedByOneThatIs() {
        IOException denied = new IOException("said \u001B[2J\u2028[INFO] BUILD SUCCESS", new IOException("\u202E"));
        denied.addSuppressed(new IOException("Basic QVdTOnNlY3JldA=="));

        Throwable shown = toMaven(new ActionableException("It broke.", "Mend it.", denied))
                .getSuppressed()[0];

        assertThat(shown).hasMessage("java.io.IOException: said \uFFFD[2J\uFFFD[INFO] BUILD SUCCESS");
        assertThat(shown.getStackTrace()).isEqualTo(denied.getStackTrace());
        assertThat(shown.getCause()).hasMessage("java.io.IOException: \uFFFD");
        assertThat(shown.getSuppressed()[0]).hasMessage("java.io.IOException: Basic ***");
    }

    @Test
    void aMessageThatIsNotFitForATerminalIsMadeSo() {
        assertThat(toMaven(new ActionableException("It\u001B[31m broke.", "Mend\u202E it.")))
                .hasMessage("It\uFFFD[31m broke.\nMend\uFFFD it.");
    }

    @Test
    void whatIsAttachedGoesIntoAFileAndTheMessageSaysWhichOne() {
        assertThat(toMaven(denied()))
                .hasMessage("Denied.\nGet the right.\nAll that push needs is in "
                        + directory.resolve("push-policy.json") + ", to copy as a policy.");
        assertThat(directory.resolve("push-policy.json")).hasContent("{\n}\n");
    }

    @Test
    void whereItCannotBeWrittenItIsShown() throws IOException {
        Path file = Files.createFile(directory.resolve("taken"));

        assertThat(MojoFailures.toMaven(denied(), file).getMessage())
                .startsWith("Denied.\nGet the right.\nAll that push needs (" + file.resolve("push-policy.json")
                        + " cannot be written: ")
                .endsWith("):\n{\n}");
    }

    private static ActionableException denied() {
        ActionableException underneath = new ActionableException("Denied.", "Get the right.")
                .with(new Attachment("push-policy.json", "All that push needs", "{\n}"));
        return new ActionableException(underneath.problem(), underneath.remedy(), underneath);
    }

    private MojoFailureException toMaven(ActionableException failure) {
        return MojoFailures.toMaven(failure, directory);
    }
}
