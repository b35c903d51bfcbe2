package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.ForeignText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the body of an error response says to people. It may be text, the XML of Amazon S3, or a page of a proxy, of which nobody wants
 * to read the markup.
 */
public final class ErrorBody {

    /** In characters. */
    private static final int SHOWN = 500;

    private static final Pattern HTML = Pattern.compile(
            "(?is)\\s*(?:<\\?xml[^>]*>\\s*)?(?:<!--.*?-->\\s*)*<(?:!doctype\\s+html|html|head|body)\\b.*");
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title\\s*>");
    private static final Pattern CODE = Pattern.compile("(?s)<Code>([^<]*)</Code>");
    private static final Pattern MESSAGE = Pattern.compile("(?s)<Message>([^<]*)</Message>");
    private static final Pattern TAGS = Pattern.compile("(?s)<!--.*?-->|<[^<>]*>");
    private static final Pattern SCRIPTS = Pattern.compile("(?is)<(script|style)\\b.*?(?:</\\1\\s*>|\\z)");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private ErrorBody() {}

    /** On one line, and not endless; empty where it says nothing. */
    public static String words(String body) {
        if (HTML.matcher(body).matches()) {
            return "an HTML page"
                    + group(TITLE, body)
                            .or(() -> Optional.of(text(body)).filter(text -> !text.isEmpty()))
                            .map(said -> ", \"" + said + "\"")
                            .orElse("");
        }
        if (!body.stripLeading().startsWith("<")) {
            return line(body);
        }
        String error = group(CODE, body).orElse("") + " " + group(MESSAGE, body).orElse("");
        return error.isBlank() ? text(body) : line(error);
    }

    private static Optional<String> group(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        return matcher.find() ? Optional.of(text(matcher.group(1))).filter(text -> !text.isEmpty()) : Optional.empty();
    }

    private static String text(String markup) {
        return line(TAGS.matcher(SCRIPTS.matcher(markup).replaceAll(" ")).replaceAll(" "));
    }

    private static String line(String text) {
        String line = SPACES.matcher(ForeignText.line(text)).replaceAll(" ").strip();
        return line.length() <= SHOWN ? line : ForeignText.line(line.substring(0, SHOWN)) + "…";
    }
}
