package io.github.erlangcodebuild;

import static io.github.erlangcodebuild.fuzz.Invariants.require;
import static io.github.erlangcodebuild.fuzz.Invariants.requireShown;

import io.github.erlangcodebuild.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What others say, where it is shown: as a line, on lines, in colours and without. */
public final class ForeignTextFuzz implements FuzzTarget {

    /** As terminals read them (ECMA-48): all colours, and more. */
    private static final Pattern STYLES = Pattern.compile("\u001B\\[[0-9;]*m");

    /** Longer than Java's stack would be deep. */
    private static final int LONG = 16 * 1024;

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "\u001B[1;31mred\u001B[38;5;196mred\u001B[48;2;1;2;3mblue\u001B[0m\r\n\ttext",
                        "Authorization: Basic am9lOnNlY3JldA== Bearer eyJ0eXAi0iJKV1Qi X-Amz-Signature=0123456789abcdef",
                        "\u202Eevil\u2066\uE000\uFEFF\u2028\u0085\u0007",
                        "\u001B[1" + ";1".repeat(LONG / 2) + "m",
                        "Basic ".repeat(100))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void read(byte[] input) {
        check(new String(input, StandardCharsets.UTF_8));
        check(new String(input, StandardCharsets.UTF_16BE));
        check(halves(input));
    }

    /** Halves of characters, which are in no text that was decoded. */
    private static String halves(byte[] input) {
        StringBuilder halves = new StringBuilder();
        for (byte one : input) {
            halves.append((char) (one < 0 ? 0xD800 + (one & 0x7f) * 16 : one));
        }
        return halves.toString();
    }

    private static void check(String text) {
        String line = ForeignText.line(text);
        requireShown(line);
        require(line.indexOf('\n') < 0, "more than one line");
        require(ForeignText.line(line).equals(line), "a line that is none yet");
        requireShown(ForeignText.lines(text));
        requireShown(ForeignText.uncoloured(text));
        requireShown(STYLES.matcher(ForeignText.coloured(text)).replaceAll(""));
        require(ForeignText.coloured(text).indexOf('\n') < 0, "more than one line");
        requireShown(Failures.sentence(text));
    }
}
