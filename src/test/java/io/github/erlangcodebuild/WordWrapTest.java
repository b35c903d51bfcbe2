package io.github.erlangcodebuild;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordWrapTest {

    @Test
    void aLineIsBrokenBeforeTheWordThatDoesNotFit() {
        assertThat(WordWrap.lines("- ", "  ", "one two three", 9)).containsExactly("- one two", "  three");
    }

    @Test
    void aWordLongerThanALineStaysWhole() {
        assertThat(WordWrap.lines("", "", "a name/that/is/long b", 6)).containsExactly("a", "name/that/is/long", "b");
    }

    @Test
    void spacesBetweenColumnsStay() {
        assertThat(WordWrap.lines("", "", "27.1  45 MB", 80)).containsExactly("27.1  45 MB");
    }
}
