package io.github.erlangcodebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\u0007",
                "\b",
                "\u001B",
                "\u007F",
                "\u009B",
                "\u00AD",
                "\u200B",
                "\u202E",
                "\u2066",
                "\uFEFF",
                "\uD800",
                "\uE000",
                "\uDBFF\uDFFD",
                "\uDB40\uDC41"
            })
    void aCharacterThatIsNotForReadingIsReplaced(String unreadable) {
        assertThat(ForeignText.line("a" + unreadable + "b")).isEqualTo("a\uFFFDb");
        assertThat(ForeignText.lines("a" + unreadable + "b")).isEqualTo("a\uFFFDb");
        assertThat(ForeignText.coloured("a" + unreadable + "b")).isEqualTo("a\uFFFDb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085", "\u000B", "\f", "\t"})
    void aLineEndMakesNoLineOfMavens(String lineEnd) {
        assertThat(ForeignText.line("denied" + lineEnd + "[INFO] BUILD SUCCESS"))
                .isEqualTo("denied [INFO] BUILD SUCCESS");
    }

    @Test
    void noCharacterOfTheseCategoriesIsLeft() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT).forEach(codePoint -> {
            String shown = ForeignText.line(Character.toString(codePoint));
            assertThat(shown.codePoints()).noneMatch(ForeignTextTest::isUnreadable);
            if (!isUnreadable(codePoint)) {
                assertThat(shown).isEqualTo(Character.toString(codePoint));
            }
        });
    }

    private static boolean isUnreadable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"größer als 5 €", "日本語", "👍 OTP 27.1", "  indented", "a\u0301"})
    void whatPeopleWriteStaysAsItIs(String text) {
        assertThat(ForeignText.line(text)).isEqualTo(text);
        assertThat(ForeignText.coloured(text)).isEqualTo(text);
    }

    /** Java's patterns call themselves for each repetition of a group. */
    @Test
    void coloursWithoutEndAreNoColours() {
        String endless = "\u001B[1" + ";1".repeat(100_000) + "m";

        assertThat(ForeignText.coloured(endless + "text"))
                .startsWith("\uFFFD[1;1")
                .endsWith("1mtext");
        assertThat(ForeignText.uncoloured("\u001B[1" + ";1".repeat(15) + "mtext"))
                .isEqualTo("text");
    }

    @Test
    void lineFeedsOfOursStay() {
        assertThat(ForeignText.lines("one\n  two\r\n\u2028three")).isEqualTo("one\n  two\uFFFD\n\uFFFDthree");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001B[32m",
                "\u001B[1;31m",
                "\u001B[0m",
                "\u001B[m",
                "\u001B[38;5;208m",
                "\u001B[48;2;1;22;255m",
                "\u001B[97m"
            })
    void aBuildsLogKeepsItsColoursUntilTheEndOfTheLine(String colour) {
        assertThat(ForeignText.coloured("===> " + colour + "Compiling x"))
                .isEqualTo("===> " + colour + "Compiling x\u001B[0m");
        assertThat(ForeignText.uncoloured("===> " + colour + "Compiling x")).isEqualTo("===> Compiling x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001B[2J",
                "\u001B[8m",
                "\u001B[5m",
                "\u001B[31;8m",
                "\u001B[1A",
                "\u001B]0;title\u0007",
                "\u001B]8;;https://example.com\u001B\\",
                "\u001BPq",
                "\u009B31m",
                "\u001B[?1049h",
                "\u001B[38;5;8888m"
            })
    void aBuildsLogKeepsNothingElse(String sequence) {
        assertThat(ForeignText.coloured("a" + sequence + "b"))
                .doesNotContain("\u001B", "\u009B", "\u0007")
                .startsWith("a\uFFFD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "you sent Basic QVdTOnNlY3JldA== to us|you sent Basic *** to us",
                "authorization: bearer eyJhbGciOi.J9-_x/y+z= ok|authorization: bearer *** ok",
                "AWS4-HMAC-SHA256 Credential=AKIA/1, Signature=0123456789abcdef|AWS4-HMAC-SHA256 Credential=AKIA/1, Signature=***",
                "https://b/x?X-Amz-Security-Token=IQoJb3%2Fabc&a=b|https://b/x?X-Amz-Security-Token=***&a=b",
                "Basic authentication is required|Basic authentication is required",
                "bearer authentication is required|bearer authentication is required"
            })
    void credentialsAreCut(String text, String shown) {
        assertThat(ForeignText.line(text)).isEqualTo(shown);
        assertThat(ForeignText.lines(text)).isEqualTo(shown);
    }

    @Test
    void aTextWithoutEndIsCutAndNoCharacterIsCutInTwo() {
        assertThat(ForeignText.line("x".repeat(10), 10)).isEqualTo("x".repeat(10));
        assertThat(ForeignText.line("x".repeat(11), 10)).isEqualTo("x".repeat(10) + "…");
        assertThat(ForeignText.line("x".repeat(9) + "👍", 10)).isEqualTo("x".repeat(9) + "\uFFFD…");
    }
}
