package io.github.erlangcodebuild.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Text within a page. */
final class Html {

    /** Characters that fit beside each other on a phone. */
    private static final int PIECE = 34;

    /** After what a browser breaks a word. */
    private static final String TEARS = "-/?|…";

    private Html() {}

    /** For element content and for attributes in double quotes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }

    /**
     * The same, broken at spaces alone, as what is to be copied or compared must not be torn at a hyphen. Only what is longer
     * than a phone is wide has further places to break it: after a slash, else a colon, else a dot, else a hyphen. An option
     * of Maven is set as code.
     */
    static String breakable(String text) {
        return Stream.of(Words.held(text).split(" ", -1))
                .map(word -> word.startsWith("-D") ? option(word) : whole(word))
                .collect(Collectors.joining(" "));
    }

    /** What ends the sentence is not part of it. */
    private static String option(String word) {
        int end = word.length();
        while (".,:;".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        return element("code", "", escape(word.substring(0, end))) + escape(word.substring(end));
    }

    private static String whole(String word) {
        if (word.length() <= PIECE && word.chars().noneMatch(character -> TEARS.indexOf(character) >= 0)) {
            return escape(word);
        }
        return pieces(word).stream()
                .map(piece -> element("span", "n", escape(piece)))
                .collect(Collectors.joining("<wbr>"));
    }

    /** Parts of at most {@link #PIECE} characters, which together are the word. */
    static List<String> pieces(String word) {
        List<String> pieces = new ArrayList<>();
        String rest = word;
        while (rest.length() > PIECE) {
            int end = end(rest);
            pieces.add(rest.substring(0, end));
            rest = rest.substring(end);
        }
        pieces.add(rest);
        return pieces;
    }

    private static int end(String word) {
        for (String breaks : List.of("/@", ":", ".", "-_,")) {
            for (int end = PIECE; end > 1; end--) {
                if (breaks.indexOf(word.charAt(end - 1)) >= 0) {
                    return end;
                }
            }
        }
        return Character.isHighSurrogate(word.charAt(PIECE - 1)) ? PIECE - 1 : PIECE;
    }

    /** {@code <name class="kind">}…{@code </name>} of what is HTML already. */
    static String element(String name, String kind, String html) {
        return "<" + name + (kind.isEmpty() ? "" : " class=\"" + kind + "\"") + ">" + html + "</" + name + ">";
    }

    /** {@code 12.345%} */
    static String percent(double part, double whole) {
        return String.format(Locale.ROOT, "%.3f%%", whole == 0 ? 0 : 100 * part / whole);
    }
}
