package io.github.erlangcodebuild.proof;

import java.util.Locale;

/** Text within a page. */
final class Html {

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

    /** The same, with places at which a long image may be broken. */
    static String breakable(String text) {
        return escape(text)
                .replaceAll("(?<=[/:@])(?=\\w)|(?<=[.-])(?=[A-Za-z])", "<wbr>")
                .replace("…", "…&#8288;");
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
