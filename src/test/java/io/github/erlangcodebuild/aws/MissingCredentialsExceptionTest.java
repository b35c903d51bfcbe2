package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class MissingCredentialsExceptionTest {

    private final SdkClientException cause = SdkClientException.create("none");

    private final MissingCredentialsException missing =
            new MissingCredentialsException("profile 'x' gives none.", "Correct it.", cause);

    @Test
    void itSaysWhyThereAreNone() {
        assertThat(missing).hasMessage("There are no AWS credentials: profile 'x' gives none.\nCorrect it.");
    }

    @Test
    void whatTheyAreNeededForIsSaidToo() {
        assertThat(missing.neededTo("read x"))
                .hasMessage(
                        "There are no AWS credentials: profile 'x' gives none. They are needed to read x.\nCorrect it.")
                .hasCause(cause);
    }
}
