package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

class MojoFailuresTest {

    private final IOException cause = new IOException("the pipe is broken");

    @Test
    void theMessageIsTheProblemAndItsRemedyAlone() {
        MojoFailureException failure = MojoFailures.toMaven(new ActionableException("It broke.", "Mend it.", cause));
        assertThat(failure).hasMessage("It broke.\nMend it.").hasNoCause();
    }

    @Test
    void whatLiesUnderneathIsThereForAStackTrace() {
        ActionableException ours = new ActionableException("It broke.", "Mend it.", cause);
        MojoFailureException failure = MojoFailures.toMaven(ours);
        assertThat(failure).hasSuppressedException(cause);
        assertThat(failure.getStackTrace()).isEqualTo(ours.getStackTrace());
    }

    @Test
    void aFailureWithoutACauseIsHandedOverToo() {
        assertThat(MojoFailures.toMaven(new ActionableException("It broke.", "Mend it."))
                        .getSuppressed())
                .isEmpty();
    }

    @Test
    void aCauseThatIsNotFitForATerminalIsReplacedByOneThatIs() {
        IOException denied = new IOException("said \u001B[2J\u2028[INFO] BUILD SUCCESS", new IOException("\u202E"));
        denied.addSuppressed(new IOException("Basic QVdTOnNlY3JldA=="));

        Throwable shown = MojoFailures.toMaven(new ActionableException("It broke.", "Mend it.", denied))
                .getSuppressed()[0];

        assertThat(shown).hasMessage("java.io.IOException: said \uFFFD[2J\uFFFD[INFO] BUILD SUCCESS");
        assertThat(shown.getStackTrace()).isEqualTo(denied.getStackTrace());
        assertThat(shown.getCause()).hasMessage("java.io.IOException: \uFFFD");
        assertThat(shown.getSuppressed()[0]).hasMessage("java.io.IOException: Basic ***");
    }

    @Test
    void aMessageThatIsNotFitForATerminalIsMadeSo() {
        assertThat(MojoFailures.toMaven(new ActionableException("It\u001B[31m broke.", "Mend\u202E it.")))
                .hasMessage("It\uFFFD[31m broke.\nMend\uFFFD it.");
    }
}
