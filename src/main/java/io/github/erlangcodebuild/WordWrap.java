package io.github.erlangcodebuild;

import java.util.ArrayList;
import java.util.List;

/** Breaks text between words. */
public final class WordWrap {

    private WordWrap() {}

    /**
     * The lines. A word that is longer than a line stays whole: it is a name to be copied.
     *
     * @param first what the first line begins with
     * @param following what each other one begins with
     * @param width of a line, with what it begins with
     */
    public static List<String> lines(String first, String following, String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(following);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }
}
