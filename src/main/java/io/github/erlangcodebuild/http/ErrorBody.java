package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.ForeignText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;

/**
 * What the body of an error response says to people. It may be text, the XML of Amazon S3, or a page of a proxy, of which nobody wants
 * to read the markup.
 */
public final class ErrorBody {

    /** In characters. */
    private static final int SHOWN = 500;

    /** What is read of a page, in bytes: its title comes early. */
    private static final int PAGE = 64 * 1024;

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private ErrorBody() {}

    /** On one line, and not endless; empty where it says nothing. */
    public static String words(String body) {
        if (!body.stripLeading().startsWith("<")) {
            return line(body);
        }
        Document document = Jsoup.parse(body, "", Parser.xmlParser());
        return isHtml(document) ? page(Jsoup.parse(body)) : xml(document);
    }

    /**
     * What a page says that came in place of something else: the login page of a network or of a proxy is often answered with 200.
     *
     * @param body whatever came
     * @return {@code an HTML page, "Sign in"}; empty where it is none
     */
    public static Optional<String> page(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, PAGE), StandardCharsets.UTF_8);
        return start.stripLeading().startsWith("<") && isHtml(Jsoup.parse(start, "", Parser.xmlParser()))
                ? Optional.of(words(start))
                : Optional.empty();
    }

    private static boolean isHtml(Document document) {
        Element root = document.firstElementChild();
        return document.documentType() != null
                || (root != null && root.normalName().matches("html|head|body"));
    }

    private static String page(Document page) {
        String title = Jsoup.parse(page.title()).text(); // some have markup there, which is no markup in a title
        String said = line(title.isBlank() ? page.text() : title);
        return "an HTML page" + (said.isEmpty() ? "" : ", \"" + said + "\"");
    }

    private static String xml(Document xml) {
        String error = line(xml.select("Error > Code, Error > Message").text());
        return error.isEmpty()
                ? line(xml.nodeStream(TextNode.class).map(TextNode::text).collect(Collectors.joining(" ")))
                : error;
    }

    private static String line(String text) {
        return ForeignText.line(
                SPACES.matcher(ForeignText.line(text)).replaceAll(" ").strip(), SHOWN);
    }
}
