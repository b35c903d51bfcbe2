package io.github.erlangcodebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages that docs/troubleshooting.md explains are those of the sources. */
class TroubleshootingTest {

    /** The first cell of a row, which is a message. */
    private static final Pattern MESSAGE = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    private static final Pattern ANY_ROW = Pattern.compile("(?m)^\\| (?!message )");

    /** A string may contain escaped quotes. */
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

    /** A string that goes on in the next line. */
    private static final Pattern CONTINUATION = Pattern.compile("(?<!\\\\)\"\\s*\\+\\s*\"");

    @Test
    void everyMessageIsInTheStringsOfOneSource() throws IOException {
        List<String> sources = strings();

        assertThat(messages()).isNotEmpty().allSatisfy(message -> assertThat(sources)
                .anyMatch(source ->
                        Stream.of(message.split("…", -1)).map(String::strip).allMatch(source::contains)));
    }

    @Test
    void everyRowBeginsWithAMessage() throws IOException {
        assertThat(messages()).hasSize((int) ANY_ROW.matcher(page()).results().count());
    }

    @Test
    void aMessageCanBeTold() throws IOException {
        assertThat(messages())
                .allSatisfy(message ->
                        assertThat(message.replace("…", "").strip()).hasSizeGreaterThanOrEqualTo("denied it".length()));
    }

    private static List<String> messages() throws IOException {
        return MESSAGE.matcher(page())
                .results()
                .map(message -> message.group(1))
                .toList();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/troubleshooting.md"));
    }

    /** The strings of each source, one a line. */
    private static List<String> strings() throws IOException {
        List<String> strings = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                String joined = CONTINUATION.matcher(Files.readString(source)).replaceAll("");
                strings.add(STRING.matcher(joined)
                        .results()
                        .map(string -> string.group(1))
                        .collect(Collectors.joining("\n")));
            }
        }
        return strings;
    }
}
