package io.github.erlangcodebuild.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import java.util.function.Consumer;

/** What a failure brings along beside its message. */
public final class Attached {

    private Attached() {}

    /**
     * A text with this title, and with all of this in it.
     *
     * @param title to be read on from: {@code All that push needs}
     */
    public static Consumer<Throwable> as(String title, String... contained) {
        return failure -> assertThat(failure)
                .isInstanceOfSatisfying(ActionableException.class, ours -> assertThat(ours.attachment())
                        .hasValueSatisfying(attachment -> {
                            assertThat(attachment.title()).isEqualTo(title);
                            assertThat(attachment.text()).startsWith("{");
                            assertThat(contained).allMatch(attachment.text()::contains);
                        }));
    }
}
