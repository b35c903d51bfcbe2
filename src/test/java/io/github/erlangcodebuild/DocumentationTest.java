package io.github.erlangcodebuild;

import static io.github.erlangcodebuild.DescriptorXml.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What the documentation names is there: goals, their parameters, files, headings. */
class DocumentationTest {

    private static final Pattern PARAMETER = Pattern.compile("-Derlang-codebuild\\.([a-z]\\w*)");
    /** {@code PLUGIN:push}, {@code erlang-codebuild:push}, {@code …-maven-plugin:0.1.0-SNAPSHOT:push}, {@code …:push}. */
    private static final Pattern GOAL = Pattern.compile(
            "(?:PLUGIN}?|(?<![\\w./-])erlang-codebuild|erlang-codebuild-maven-plugin(?::\\d[\\w.-]*)?|…):([a-z]\\w*)");
    /** In a command, and in a POM. */
    private static final Pattern VERSION =
            Pattern.compile("erlang-codebuild-maven-plugin(?::|</artifactId>\\s*<version>)(\\d[\\w-]*(?:\\.[\\w-]+)*)");
    /** Not {@code [Unreleased]}. */
    private static final Pattern RELEASE = Pattern.compile("(?m)^## \\[(\\d[^\\]]*)]");
    /** Not those of code, {@code [[ … ]](…)}. */
    private static final Pattern LINK = Pattern.compile("\\[[^\\[\\]]+]\\(([^()\\s]+)\\)");

    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)(?:\\.\\w+)?`");

    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    /** What a reader could take for a heading, and GitHub does not. */
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");

    /** The parameters that a user can set, by goal. */
    private static final Map<String, Set<String>> GOALS = new TreeMap<>();

    private static String version;

    @BeforeAll
    static void readTheDescriptor() throws Exception {
        Element descriptor = DescriptorXml.read(DescriptorXml.FOR_MAVEN);
        version = text(descriptor, "version");
        for (Element goal : DescriptorXml.goals(descriptor)) {
            GOALS.put(
                    text(goal, "goal"),
                    DescriptorXml.parameters(goal).stream()
                            .map(parameter -> text(parameter, "name"))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        assertThat(GOALS).containsKeys("push", "bootstrap", "help");
    }

    @Test
    void everyParameterThatIsTypedIsOneOfItsGoal() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (Path page : pages()) {
            for (String command : commands(Files.readString(page))) {
                Set<String> known = GOAL.matcher(command)
                        .results()
                        .map(goal -> goal.group(1))
                        .filter(GOALS::containsKey)
                        .flatMap(goal -> GOALS.getOrDefault(goal, Set.of()).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
                Set<String> allowed = known.isEmpty() ? allParameters() : known;
                PARAMETER
                        .matcher(command)
                        .results()
                        .map(parameter -> parameter.group(1))
                        .filter(parameter -> !allowed.contains(parameter))
                        .forEach(parameter -> unknown.add(page + ": " + parameter + " in: " + command.strip()));
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyGoalThatIsTypedExists() throws IOException {
        Set<String> typed = new TreeSet<>();
        List<String> unknown = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult goal : all(GOAL, Files.readString(page))) {
                typed.add(goal.group(1));
                if (!GOALS.containsKey(goal.group(1))) {
                    unknown.add(page + ": " + goal.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(typed).containsAll(GOALS.keySet());
    }

    /** What users copy is the last release, whatever is being worked on; before the first one it is what they install. */
    @Test
    void everyVersionOfThePluginIsTheLastRelease() throws IOException {
        Path pom = Path.of("examples/pom.xml");
        Matcher released = RELEASE.matcher(Files.readString(Path.of("CHANGELOG.md")));
        String current = released.find() ? released.group(1) : version;
        List<Path> naming = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Path page : Stream.concat(pages().stream(), Stream.of(pom)).toList()) {
            for (MatchResult named : all(VERSION, Files.readString(page))) {
                naming.add(page);
                if (!named.group(1).equals(current)) {
                    others.add(page + ": " + named.group());
                }
            }
        }
        assertThat(others).isEmpty();
        assertThat(naming).contains(Path.of("README.md"), Path.of("docs/guide.md"), pom);
    }

    @Test
    void everyParameterOfAGoalIsExplainedSomewhere() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path page : pages()) {
            text.append(Files.readString(page));
        }
        List<String> unexplained = allParameters().stream()
                .filter(parameter -> !text.toString().contains("`" + parameter + "`"))
                .toList();
        assertThat(unexplained).isEmpty();
    }

    @Test
    void everyLinkLeadsToAFileAndAHeadingOfIt() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult link :
                    all(LINK, CODE.matcher(Files.readString(page)).replaceAll(""))) {
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*") && !leadsSomewhere(page, target)) {
                    broken.add(page + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /** Not in the decisions: what they were decided on may be gone. */
    @Test
    void everyClassThatTheArchitectureNamesExists() throws IOException {
        Set<String> classes = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            sources.map(source -> source.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .forEach(classes::add);
        }
        List<String> named = all(CLASS, Files.readString(Path.of("docs/architecture.md"))).stream()
                .map(name -> name.group(1))
                .toList();
        assertThat(named).contains("ImagePusher", "Bootstrap", "Rollout");
        assertThat(classes).containsAll(named);
    }

    private static boolean leadsSomewhere(Path page, String target) throws IOException {
        String file = target.replaceFirst("#.*", "");
        Optional<String> heading =
                target.contains("#") ? Optional.of(target.substring(target.indexOf('#') + 1)) : Optional.empty();
        Path found = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        return Files.exists(found) && (heading.isEmpty() || headings(found).contains(heading.get()));
    }

    /** The names under which GitHub lets a page's headings be linked to. */
    private static Set<String> headings(Path page) throws IOException {
        return HEADING.matcher(CODE.matcher(Files.readString(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** The lines, with those that a backslash continues in one. */
    private static List<String> commands(String page) {
        return page.replaceAll("\\\\\n\\s*", "").lines().toList();
    }

    /** The pages that users and contributors read. */
    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> examples = Files.walk(Path.of("examples"));
                Stream<Path> toolchain = Files.walk(Path.of("erlang-toolchain"))) {
            return Stream.of(top, docs, examples, toolchain)
                    .flatMap(pages -> pages)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> allParameters() {
        return GOALS.entrySet().stream()
                .filter(goal -> !goal.getKey().equals("help"))
                .flatMap(goal -> goal.getValue().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
