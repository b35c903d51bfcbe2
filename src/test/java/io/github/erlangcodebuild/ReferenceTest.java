package io.github.erlangcodebuild;

import static io.github.erlangcodebuild.DescriptorXml.child;
import static io.github.erlangcodebuild.DescriptorXml.elements;
import static io.github.erlangcodebuild.DescriptorXml.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** docs/reference.md is made from what the goals say of themselves, in the descriptor that still has its markup. */
class ReferenceTest {

    private static final Path MADE = Path.of("target/reference.md");
    private static final Path SHOWN = Path.of("docs/reference.md");

    /** As people meet them; what is not in it comes last. */
    private static final List<String> ORDER = List.of("push", "bootstrap", "rollout", "doctor");

    private static final Map<String, String> TYPES = Map.of(
            "java.lang.String", "text",
            "boolean", "`true` or `false`",
            "java.util.List", "list; with commas on the command line",
            "java.util.Map", "names with values; `NAME=value,OTHER=value` on the command line",
            "java.io.File", "path");

    /** Parameters that are text to Maven, so that a value which is no number gets a message of ours. */
    private static final Map<String, String> NUMBERS = Map.of(
            "builds", "whole number",
            "keepImages", "whole number",
            "pricePerMinute", "number",
            "scanTimeout", "whole number",
            "timeout", "whole number");

    @Test
    void theReferenceSaysWhatTheGoalsSayOfThemselves() throws Exception {
        String reference = reference();
        Files.writeString(MADE, reference);

        assertThat(Files.readString(SHOWN).replace("\r", ""))
                .as("%s; copy %s over it", SHOWN, MADE)
                .isEqualTo(reference);
    }

    private static String reference() throws Exception {
        List<Element> goals = new ArrayList<>(DescriptorXml.goals(DescriptorXml.read(DescriptorXml.WITH_MARKUP)));
        goals.removeIf(goal -> text(goal, "goal").equals("help")); // Maven's own
        goals.sort(Comparator.comparingInt(
                goal -> (ORDER.indexOf(text(goal, "goal")) + ORDER.size() + 1) % (ORDER.size() + 1)));

        StringBuilder page = new StringBuilder("""
                <!-- Made by ReferenceTest from the goals' descriptor. Change the goals' Javadoc instead. -->
                # Reference

                All goals but Maven's own `help`, and all their parameters. Each parameter is `<NAME>` in a POM's `<configuration>`, or `-Derlang-codebuild.NAME=…`
                on the command line, or `<erlang-codebuild.NAME>` in a POM's `<properties>`. What stands in `<configuration>` cannot be
                overridden on the command line, as everywhere in Maven; only lists and maps that are written as elements can.

                """);
        goals.forEach(goal -> page.append(index(goal)));
        goals.forEach(goal -> page.append(details(goal)));
        return page.toString().stripTrailing() + "\n";
    }

    private static String index(Element goal) {
        String name = text(goal, "goal");
        StringBuilder list = new StringBuilder("- [`" + name + "`](#" + name + "): ");
        List<String> links = parameters(goal).stream()
                .map(parameter -> "[`" + parameter + "`](#" + anchor(name, parameter) + ")")
                .toList();
        return list.append(String.join(", ", links)).append("\n").toString();
    }

    private static String details(Element goal) {
        String name = text(goal, "goal");
        StringBuilder section = new StringBuilder("\n## " + name + "\n\n" + markdown(text(goal, "description")) + "\n");
        child(goal, "phase").ifPresent(phase -> section.append("\nIn a POM it runs in the phase `")
                .append(phase)
                .append("`, unless you say another. It needs no POM.\n"));
        DescriptorXml.parameters(goal).forEach(parameter -> section.append(parameter(goal, name, parameter)));
        return section.toString();
    }

    private static String parameter(Element goal, String goalName, Element parameter) {
        String name = text(parameter, "name");
        String type = text(parameter, "type").replaceFirst("<.*", "");
        String head = "\n### " + goalName + ": " + name + "\n\n" + markdown(text(parameter, "description")) + "\n\n- ";
        String facts = "Type: " + NUMBERS.getOrDefault(name, TYPES.getOrDefault(type, "`" + type + "`"));
        return head + facts
                + defaultOf(goal, name)
                        .map(value -> "\n- Default: `" + value + "`")
                        .orElse("") + "\n";
    }

    private static Optional<String> defaultOf(Element goal, String parameter) {
        return elements(goal, "configuration").stream()
                .flatMap(configuration -> elements(configuration, parameter).stream())
                .map(value -> value.getAttribute("default-value"))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static List<String> parameters(Element goal) {
        return DescriptorXml.parameters(goal).stream()
                .map(parameter -> text(parameter, "name"))
                .toList();
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String goal, String parameter) {
        return goal + "-" + parameter.toLowerCase(Locale.ROOT);
    }

    private static String markdown(String html) {
        return html.replaceAll("\\s+", " ")
                .replaceAll("</?code>", "`")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
