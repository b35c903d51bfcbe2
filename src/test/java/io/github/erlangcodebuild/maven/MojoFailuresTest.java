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
}
