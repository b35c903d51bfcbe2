package io.github.erlangcodebuild.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {

    @Test
    void whatIsNoLongerThanAPhoneIsWideIsBrokenAtSpacesOnly() {
        assertThat(Html.breakable("on erlang-codebuild:27.1, now"))
                .isEqualTo("on <span class=\"n\">erlang-codebuild:27.1,</span> now");
    }

    @Test
    void aFigureKeepsItsUnit() {
        assertThat(Html.breakable("5 min 4 s of 3 builds")).isEqualTo("5\u00a0min\u00a04\u00a0s of 3\u00a0builds");
    }

    @Test
    void anOptionIsCodeAndWhatEndsTheSentenceIsNot() {
        assertThat(Html.breakable("as -Derlang-codebuild.pricePerMinute=<1>: -Da=b."))
                .isEqualTo("as <code>-Derlang-codebuild.pricePerMinute=&lt;1&gt;</code>: <code>-Da=b</code>.");
    }

    @Test
    void whatIsLongerIsBrokenAfterASlashElseADotAndNotAtHyphens() {
        assertThat(Html.pieces("aws/codebuild/amazonlinux2-x86_64-standard:5.0"))
                .containsExactly("aws/codebuild/", "amazonlinux2-x86_64-standard:5.0");
        assertThat(Html.pieces("123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild:27.1"))
                .containsExactly("123456789012.dkr.ecr.us-east-1.", "amazonaws.com/", "erlang-codebuild:27.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-name-that-has-no-place-but-hyphens-to-break-it",
                "anamethathasnoplaceatallwhereitcouldbebrokenanywhere",
                "/////////////////////////////////////////////",
                "x\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00"
                        + "\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00"
                        + "\ud83d\ude00\ud83d\ude00\ud83d\ude00"
            })
    void piecesFitAPhoneAndTogetherAreTheWord(String word) {
        assertThat(Html.pieces(word)).hasSizeGreaterThan(1).allMatch(piece -> piece.length() <= 34);
        assertThat(String.join("", Html.pieces(word))).isEqualTo(word);
        assertThat(Html.pieces(word)).noneMatch(piece -> Character.isLowSurrogate(piece.charAt(0)));
    }
}
