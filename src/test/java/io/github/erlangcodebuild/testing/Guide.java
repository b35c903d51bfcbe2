package io.github.erlangcodebuild.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code docs/guide.md} shows of the goals' output, to be held against what they print. */
public final class Guide {

    private static final String PROMPT = "$ ";
    private static final String MORE = "…";
    private static final Pattern LEVEL = Pattern.compile("^\\[(INFO|WARNING|ERROR)] ?");

    private final List<String> lines;

    private Guide(List<String> lines) {
        this.lines = lines;
    }

    /**
     * Reads it.
     *
     * @param file {@code docs/guide.md}
     */
    public static Guide read(Path file) throws IOException {
        return new Guide(Files.readAllLines(file));
    }

    /**
     * Looks for what is shown below a command in what a goal has printed: each line, in the order in which it is shown, but for
     * what differs from run to run (digests, sizes, times, ids) and from account to account.
     *
     * @param command what stands behind {@code $ mvn ${PLUGIN}:}, where something is shown below it
     * @param occurrence which of the places with this command, from 0
     * @param printed the lines that Maven printed
     * @return the first line that was not printed; empty when all were
     * @throws IllegalArgumentException when the guide does not show this command
     */
    public Optional<String> missing(String command, int occurrence, List<String> printed) {
        List<String> actual = printed.stream()
                .map(line -> normal(LEVEL.matcher(line).replaceFirst("")))
                .toList();
        int next = 0;
        for (String shown : shown(command, occurrence)) {
            String wanted = normal(shown);
            int at = next;
            while (at < actual.size() && !matches(wanted, actual.get(at))) {
                at++;
            }
            if (at == actual.size()) {
                return Optional.of(shown);
            }
            next = at + 1;
        }
        return Optional.empty();
    }

    /** What is shown below a command, without empty lines and those that stand for others. */
    private List<String> shown(String command, int occurrence) {
        int seen = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals(PROMPT + "mvn ${PLUGIN}:" + command)) {
                List<String> shown = new ArrayList<>();
                for (String line : lines.subList(i + 1, lines.size())) {
                    if (line.startsWith(PROMPT) || line.startsWith("```")) {
                        break;
                    }
                    if (!line.isBlank() && !line.strip().equals(MORE)) {
                        shown.add(line);
                    }
                }
                if (!shown.isEmpty() && seen++ == occurrence) {
                    return shown;
                }
            }
        }
        throw new IllegalArgumentException("the guide does not show the output of " + command);
    }

    /** An ellipsis stands for any text. */
    private static boolean matches(String wanted, String line) {
        String pattern = Pattern.quote(wanted).replace(MORE, "\\E.*\\Q");
        return line.matches(pattern);
    }

    /** The line with everything taken out that says nothing. */
    private static String normal(String line) {
        return line.replaceAll("sha256:[0-9a-f]+…?", "sha256:DIGEST")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
                .replaceAll("(?<=-maven-plugin:)\\d[\\w.-]*(?=:)", "VERSION")
                .replaceAll("(public\\.ecr\\.aws|127\\.0\\.0\\.1:\\d+)/", "REGISTRY/")
                .replaceAll("\\b\\d+ min \\d+ s\\b", "DURATION")
                .replaceAll("\\b\\d+\\.\\d s\\b", "DURATION")
                .replaceAll("^ +\\d+:\\d\\d ", "ELAPSED ")
                .replaceAll("\\b[\\d.]+ (B|kB|MB|GB)\\b", "BYTES")
                .stripTrailing();
    }
}
