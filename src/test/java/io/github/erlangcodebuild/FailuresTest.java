package io.github.erlangcodebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final FileNotFoundException root = new FileNotFoundException("no file");
    private final IOException middle = new IOException("cannot read", root);
    private final UncheckedIOException outermost = new UncheckedIOException(middle);

    @Test
    void theOutermostOfATypeIsFound() {
        assertThat(Failures.find(outermost, IOException.class)).containsSame(middle);
        assertThat(Failures.find(outermost, UncheckedIOException.class)).containsSame(outermost);
        assertThat(Failures.find(outermost, FileNotFoundException.class)).containsSame(root);
    }

    @Test
    void whatIsNotInTheChainIsNotFound() {
        assertThat(Failures.find(outermost, InterruptedException.class)).isEmpty();
        assertThat(Failures.has(outermost, InterruptedException.class)).isFalse();
        assertThat(Failures.has(outermost, FileNotFoundException.class)).isTrue();
    }

    @Test
    void theRootNamesNoCause() {
        assertThat(Failures.root(outermost)).isSameAs(root);
        assertThat(Failures.root(root)).isSameAs(root);
    }

    @Test
    void theRootIsReadByItsMessageOrByItsType() {
        assertThat(Failures.rootMessage(new IllegalStateException(new IOException("gone"))))
                .isEqualTo("gone");
        assertThat(Failures.rootMessage(new IOException())).isEqualTo("IOException");
    }

    @Test
    void whatIsNoJsonIsSaidInOneLine() {
        assertThatThrownBy(() -> Json.read("{broken"))
                .extracting(Failures::rootMessage)
                .asString()
                .startsWith("the answer is not the JSON that it should be (Unexpected character")
                .doesNotContain("\n");
    }

    @Test
    void aSentenceIsOnOneLineAndHasOneFullStop() {
        assertThat(Failures.sentence(" two\n lines. ")).isEqualTo("two lines.");
        assertThat(Failures.sentence("none")).isEqualTo("none.");
    }
}
