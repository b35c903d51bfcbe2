package io.github.erlangcodebuild.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contrasts of the page's colours.
 *
 * @see <a href="https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio">WCAG 2.2, contrast ratio</a>
 */
class ReportCssTest {

    private static final String CSS = Resources.text(ReportHtml.class, "report.css");
    private static final int LIGHT = CSS.indexOf(":root");
    private static final int DARK = CSS.indexOf("@media screen and (prefers-color-scheme: dark)");

    @ParameterizedTest
    @ValueSource(strings = {"text", "quiet", "accent"})
    void textIsReadableInLightAndDark(String name) {
        for (Map<String, String> colours : schemes()) {
            assertThat(contrast(colours, name)).as("%s in %s", name, colours).isGreaterThanOrEqualTo(4.5);
        }
    }

    /** {@code line} is not among them: it separates rows of a table, and nothing is lost with it. */
    @ParameterizedTest
    @ValueSource(strings = {"ink", "axis", "accent"})
    void shapesStandOutInLightAndDark(String name) {
        for (Map<String, String> colours : schemes()) {
            assertThat(contrast(colours, name)).as("%s in %s", name, colours).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void onPaperThePageIsLightAndDoesNotNeedItsBackground() {
        String print = CSS.substring(CSS.indexOf("@media print {"));

        assertThat(DARK).isPositive();
        assertThat(print).contains("break-inside: avoid").doesNotContain("background");
        // bars, keys and dots are drawn, and are printed whatever becomes of backgrounds
        assertThat(CSS.replaceAll("background: var\\(--page\\)", "")).doesNotContain("background");
    }

    @Test
    void commandsAreNotBroken() {
        String screen = CSS.substring(0, CSS.indexOf("@media print {"));

        assertThat(screen).containsPattern("pre \\{[^}]*white-space: pre; overflow-x: auto");
        assertThat(screen).containsPattern("code \\{[^}]*overflow-x: auto;[^}]*white-space: nowrap");
        assertThat(screen).contains(".n { white-space: nowrap; }").doesNotContain("pre-wrap");
    }

    private static List<Map<String, String>> schemes() {
        return List.of(colours(CSS.substring(LIGHT, DARK)), colours(CSS.substring(DARK, CSS.indexOf("* {"))));
    }

    private static Map<String, String> colours(String css) {
        Map<String, String> colours = new HashMap<>();
        Matcher matcher = Pattern.compile("--(\\w+): #([0-9a-f]{6})").matcher(css);
        while (matcher.find()) {
            colours.put(matcher.group(1), matcher.group(2));
        }
        assertThat(colours).containsKeys("page", "text", "quiet", "ink", "axis", "accent");
        return colours;
    }

    private static double contrast(Map<String, String> colours, String name) {
        double one = luminance(colours.getOrDefault(name, ""));
        double other = luminance(colours.getOrDefault("page", ""));
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static double luminance(String hex) {
        return 0.2126 * channel(hex, 0) + 0.7152 * channel(hex, 2) + 0.0722 * channel(hex, 4);
    }

    private static double channel(String hex, int from) {
        double value = Integer.parseInt(hex.substring(from, from + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
