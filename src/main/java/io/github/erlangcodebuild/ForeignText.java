package io.github.erlangcodebuild;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that somebody else wrote: a registry, a descriptor, a build, AWS. It is shown to people, on terminals and in logs, so it must
 * neither steer a terminal nor look like a line of Maven's, and it must not repeat our credentials.
 *
 * <p>What is not for reading is replaced by U+FFFD: control characters (category Cc, ESC among them), format characters (Cf, such as
 * those that turn the direction of a text), line and paragraph separators (Zl, Zp), lone surrogates (Cs) and characters of
 * private use (Co).
 *
 * @see <a href="https://www.unicode.org/reports/tr44/#General_Category_Values">Unicode, general categories</a>
 */
public final class ForeignText {

    private static final String REPLACEMENT = "\uFFFD";

    private static final Pattern WHITE_SPACE = Pattern.compile("[\\t\\n\\u000B\\f\\r\\u0085\\u2028\\u2029]+");
    private static final Pattern UNREADABLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}]"); // Unicode's, unlike \p{Cntrl}
    private static final Pattern UNREADABLE_BUT_LINE_FEED =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}&&[^\\n]]");

    /** HTTP's {@code Authorization} with a password. */
    private static final Pattern BASIC = Pattern.compile("(?i)(\\bBasic\\s+)([\\w+/-]{4,}={0,2})");

    /** A token, which no word of a sentence looks like, and what AWS signs requests and URLs with. */
    private static final Pattern SIGNED = Pattern.compile("(?i)(\\bBearer\\s+(?=\\S*\\d)|\\bSignature="
            + "|\\bX-Amz-(?:Signature|Security-Token)=)[\\w+/.~%-]{8,}=*");

    /** A colour or style of a text: SGR, without those that hide it or make it blink (ECMA-48, 8.3.117). */
    private static final String COLOUR =
            "(?:[34]8;(?:5;\\d{1,3}|2(?:;\\d{1,3}){3})|0?[0-47]|2[2-47]|[34][0-79]|9[0-7]|10[0-7])";

    /** Not any number of them: Java's patterns call themselves for each, and the stack is not endless. */
    private static final Pattern COLOURS = Pattern.compile("\\x1B\\[(?:" + COLOUR + "(?:;" + COLOUR + "){0,15})?m");

    private static final String NO_COLOUR = "\u001B[0m";

    private ForeignText() {}

    /** On one line: line ends and tabs become a space, and what is not for reading U+FFFD. */
    public static String line(String text) {
        String oneLine = WHITE_SPACE.matcher(text).replaceAll(" ");
        return withoutCredentials(UNREADABLE.matcher(oneLine).replaceAll(REPLACEMENT));
    }

    /** As {@link #line(String)}, cut after so many characters: what others write may have no end. */
    public static String line(String text, int most) {
        String line = line(text);
        return line.length() <= most
                ? line
                : line(line.substring(0, most)) + "…"; // which may have cut a character in two
    }

    /** On the lines that it has: as {@link #line}, except that line feeds stay. For text whose line feeds are ours. */
    public static String lines(String text) {
        return withoutCredentials(UNREADABLE_BUT_LINE_FEED.matcher(text).replaceAll(REPLACEMENT));
    }

    /** As {@link #line}, with the colours that it has, which end with it. For the log of a build. */
    public static String coloured(String text) {
        var colours = COLOURS.matcher(text);
        StringBuilder coloured = new StringBuilder();
        int read = 0;
        while (colours.find()) {
            coloured.append(line(text.substring(read, colours.start()))).append(colours.group());
            read = colours.end();
        }
        coloured.append(line(text.substring(read)));
        return read == 0 ? coloured.toString() : coloured.append(NO_COLOUR).toString();
    }

    /** As {@link #line}, and the colours that it has are taken out. */
    public static String uncoloured(String text) {
        return line(COLOURS.matcher(text).replaceAll(""));
    }

    private static String withoutCredentials(String text) {
        String unsigned = SIGNED.matcher(text).replaceAll("$1***");
        return BASIC.matcher(unsigned)
                .replaceAll(basic -> Matcher.quoteReplacement(
                        isUserAndPassword(basic.group(2)) ? basic.group(1) + "***" : basic.group()));
    }

    /** Unlike the word after it in {@code Basic authentication}. */
    private static boolean isUserAndPassword(String credentials) {
        try {
            byte[] decoded = Base64.getDecoder().decode(credentials);
            return new String(decoded, StandardCharsets.ISO_8859_1).indexOf(':') >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
