import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prepares what maven-site-plugin reads: every Markdown file outside {@code src} and hidden directories, under the same path, with links
 * that hold in the site. The files themselves stay as GitHub shows them. Run by the profile {@code site}, from source, so that it needs
 * nothing but a JDK: {@code java SiteSource.java ROOT TARGET URL}, the URL of the files on GitHub.
 */
public final class SiteSource {

    private static final Set<String> SKIPPED = Set.of("src", "target");
    /** Code in a line, which stays as it is, or the target of a link or an image. */
    private static final Pattern LINK = Pattern.compile("`[^`]*`|]\\(([^()\\s]+)\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#{2,6} +(.+?) *$");
    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->\\n?");
    /** The fences are kept, so that what lies between them can be told apart. */
    private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```.*?^\\1``` *$");

    private final Path root;
    private final Path target;
    private final String url;
    private final Set<Path> pages = new TreeSet<>();

    private SiteSource(Path root, Path target, String url) {
        this.root = root;
        this.target = target;
        this.url = url;
    }

    public static void main(String[] args) throws IOException {
        new SiteSource(Path.of(args[0]).toRealPath(), Path.of(args[1]), args[2]).prepare();
    }

    private void prepare() throws IOException {
        copySite();
        findPages();
        for (Path page : pages) {
            write(page);
        }
    }

    /** The menu, and the style sheet. */
    private void copySite() {
        for (String file : new String[] {"site.xml", "resources/css/site.css"}) {
            copy(root.resolve("src/site").resolve(file), target.resolve(file));
        }
    }

    private void findPages() throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean skipped = SKIPPED.contains(name) || name.startsWith(".");
                return skipped && !directory.equals(root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.getFileName().toString().endsWith(".md")) {
                    pages.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void write(Path page) throws IOException {
        String text = Files.readString(page);
        StringBuilder prepared = new StringBuilder();
        int end = 0;
        for (MatchResult code : FENCED.matcher(text).results().toList()) {
            prepared.append(prose(page, text.substring(end, code.start()))).append(code.group());
            end = code.end();
        }
        prepared.append(prose(page, text.substring(end)));
        Path file =
                target.resolve("markdown").resolve(name(root.relativize(page).toString()));
        Files.createDirectories(file.getParent());
        Files.writeString(file, prepared);
    }

    /**
     * Before each heading comes the anchor that GitHub gives it: the site's own are named in another way. No page has two headings
     * of one name with a link to the second.
     */
    private String prose(Path page, String text) {
        String plain = COMMENT.matcher(text).replaceAll("");
        String anchored = HEADING.matcher(plain).replaceAll(match -> {
            String anchor = anchor(match.group(1));
            String added = anchor.equals(match.group(1)) ? "" : id(anchor) + "\n\n";
            return Matcher.quoteReplacement(added + match.group());
        });
        return LINK.matcher(anchored)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) == null ? match.group() : "](" + link(page, match.group(1)) + ")"));
    }

    /** Doxia puts an "a" before a digit where a page links to itself. */
    private static String id(String anchor) {
        String tag = "<a id=\"" + anchor + "\"></a>";
        return Character.isDigit(anchor.charAt(0)) ? tag + id("a" + anchor) : tag;
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private String link(Path page, String link) {
        if (link.startsWith("#") || link.matches("[a-z]+:.*")) {
            return link;
        }
        String[] parts = link.split("#", 2);
        String anchor = parts.length == 1 ? "" : "#" + parts[1];
        Path file = page.resolveSibling(parts[0]).normalize();
        if (pages.contains(file)) {
            return name(parts[0]).replaceAll("\\.md$", ".html") + anchor;
        }
        if (!Files.exists(file) || !file.startsWith(root)) {
            throw new IllegalArgumentException(
                    root.relativize(page) + " links to " + link + ", which is not there. Correct the link.");
        }
        String path = root.relativize(file).toString().replace('\\', '/');
        if (path.matches(".*\\.(png|svg)")) {
            copy(file, target.resolve("resources").resolve(path));
            return link;
        }
        return url + path + anchor;
    }

    /** A README is what a web server shows of a directory. */
    private static String name(String page) {
        return page.replaceAll("(^|[/\\\\])README\\.md$", "$1index.md");
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Copying " + from + " to " + to, e);
        }
    }
}
