package io.github.erlangcodebuild.bundle;

import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a toolchain bundle is.
 *
 * @param descriptor the absolute address of its descriptor: {@code s3}, {@code https}, {@code http} or {@code file}
 */
public record BundleLocation(URI descriptor) {

    private static final String DESCRIPTOR_SUFFIX = ".json";
    private static final String LAYER_SUFFIX = ".tar.gz";
    /** As {@code build-toolchain.sh} calls it. */
    private static final String USUAL_DESCRIPTOR = "toolchain.json";

    private static final int SHOWN_DESCRIPTORS = 10;
    private static final Set<String> REMOTE_SCHEMES = Set.of("s3", "https", "http");
    /** Two characters at least: {@code C:} is a Windows drive. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

    /**
     * Reads what the user wrote, which names either object of the bundle, or the directory that {@code toolchain.json} is
     * in. A path that begins with {@code ~/} begins in the user's home: a shell does not see to that after an equals sign.
     *
     * <p>The query of a URL stays only with the object that it was written for. It is dropped where the descriptor's
     * address is derived from the layer's, because a presigned URL is signed for one object.
     *
     * @param toolchain {@code s3://}, {@code https://}, {@code http://}, {@code file:} or a path, ending in
     *     {@code .json} or {@code .tar.gz}, or naming a directory on this machine
     * @param baseDirectory what a relative path is relative to
     * @throws ActionableException for anything else, and for a URL with a user name, a password or a fragment
     */
    public static BundleLocation parse(String toolchain, Path baseDirectory) {
        Matcher scheme = SCHEME.matcher(toolchain);
        if (!scheme.matches()) {
            return new BundleLocation(local(path(toolchain, baseDirectory), toolchain));
        }
        URI uri = uri(toolchain);
        String name = scheme.group(1).toLowerCase(Locale.ROOT);
        if (name.equals("file")) {
            return new BundleLocation(local(file(uri, toolchain), toolchain));
        }
        if (!REMOTE_SCHEMES.contains(name)) {
            throw refused(toolchain, "has a scheme that bundles are not read from");
        }
        return new BundleLocation(descriptorOf(remote(uri, toolchain), toolchain));
    }

    /** For messages: without query and user info, where secrets are. */
    public String display() {
        return Locations.display(descriptor);
    }

    /** The same as {@link #display()}, so that no log shows a secret. */
    @Override
    public String toString() {
        return display();
    }

    /** The address of an object beside the descriptor, without the descriptor's query (see {@link #parse}). */
    URI sibling(String relativePath) {
        try {
            return descriptor.resolve(new URI(null, null, relativePath, null).getRawPath());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a relative path: " + relativePath, e);
        }
    }

    private static URI local(Path path, String toolchain) {
        return Files.isDirectory(path) ? descriptorIn(path, toolchain).toUri() : descriptorOf(path.toUri(), toolchain);
    }

    private static Path descriptorIn(Path directory, String toolchain) {
        Path usual = directory.resolve(USUAL_DESCRIPTOR);
        if (Files.exists(usual)) {
            return usual;
        }
        throw new ActionableException(
                "The toolchain location '" + toolchain + "' is a directory without a " + USUAL_DESCRIPTOR + ".",
                whatToNameIn(directory));
    }

    private static String whatToNameIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> descriptors = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(DESCRIPTOR_SUFFIX))
                    .sorted()
                    .limit(SHOWN_DESCRIPTORS)
                    .toList();
            return descriptors.isEmpty()
                    ? "It holds no .json file at all: set toolchain to where the bundle is."
                    : "Set toolchain to the bundle's .json file; it holds these: " + String.join(", ", descriptors)
                            + ".";
        } catch (IOException e) {
            return "Its content cannot be read: give this user the right to, or set toolchain to the bundle's .json file.";
        }
    }

    private static Path path(String toolchain, Path baseDirectory) {
        try {
            if (toolchain.isBlank()) {
                throw refused(toolchain, "is empty");
            }
            return baseDirectory.resolve(fromHome(toolchain)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw refused(toolchain, "is not a path");
        }
    }

    private static Path fromHome(String toolchain) {
        return toolchain.equals("~") || toolchain.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), toolchain.substring(1))
                : Path.of(toolchain);
    }

    private static URI uri(String toolchain) {
        try {
            return new URI(toolchain);
        } catch (URISyntaxException e) {
            // without the cause: its message repeats the whole value
            throw refused(toolchain, "is not a valid URI (" + e.getReason() + ")");
        }
    }

    private static Path file(URI uri, String toolchain) {
        try {
            return Path.of(uri);
        } catch (IllegalArgumentException e) {
            throw refused(toolchain, "is not the URI of a local file (write file:///absolute/path)");
        }
    }

    private static URI remote(URI uri, String toolchain) {
        String authority = uri.getRawAuthority();
        if (authority == null || (uri.getHost() == null && !uri.getScheme().equalsIgnoreCase("s3"))) {
            throw refused(toolchain, "names no host");
        }
        if (authority.contains("@")) {
            throw refused(toolchain, "carries a user name or password, which would show in process lists and logs");
        }
        if (uri.getRawFragment() != null) {
            throw refused(toolchain, "has a fragment (#…)");
        }
        return uri;
    }

    private static URI descriptorOf(URI uri, String toolchain) {
        String path = uri.getRawPath();
        if (path.endsWith(DESCRIPTOR_SUFFIX)) {
            return uri;
        }
        if (!path.endsWith(LAYER_SUFFIX)) {
            throw refused(toolchain, "ends neither in .json nor in .tar.gz");
        }
        String stem = path.substring(0, path.length() - LAYER_SUFFIX.length());
        return uri.resolve(stem + DESCRIPTOR_SUFFIX);
    }

    private static ActionableException refused(String toolchain, String problem) {
        return new ActionableException(
                "The toolchain location '" + Locations.display(toolchain) + "' " + problem + ".",
                "Set toolchain to an s3://, https://, http:// or file: URI or to a path, of the bundle's NAME.json or"
                        + " NAME.tar.gz.");
    }
}
