package io.github.erlangcodebuild.image;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import io.github.erlangcodebuild.ActionableException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names an image in a registry: by tag, by digest, or by both, and then the digest decides.
 *
 * @param registry host, with the port where there is one
 * @param repository the repository's name in that registry
 * @param tag the tag
 * @param digest the digest of the manifest
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests">OCI
 *     distribution-spec, names and references</a>
 */
public record ImageReference(String registry, String repository, Optional<String> tag, Optional<Digest> digest) {

    private static final int MAX_REPOSITORY_LENGTH = 255;

    private static final int MAX_PORT = 65_535;

    private static final Pattern PORT = Pattern.compile(":(\\d+)$");

    private static final Pattern WITH_TAG = Pattern.compile("(?<repository>[^:@]+):(?<tag>[\\w.-]+)");

    /** {@code [::1]:5000/}, in brackets as in a URL (RFC 3986, 3.2.2). */
    private static final Pattern IPV6_REGISTRY =
            Pattern.compile("(?<registry>(?<address>\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?)/(?<rest>.*)");

    /** A registry that stands in for one that Jib cannot parse. */
    private static final String PLACEHOLDER = "registry.invalid/";

    public ImageReference {
        Matcher port = PORT.matcher(registry);
        if (port.find() && (port.group(1).length() > 5 || Integer.parseInt(port.group(1)) > MAX_PORT)) {
            throw new ActionableException(
                    "The registry " + registry + " has the port " + port.group(1) + ", but ports go up to " + MAX_PORT
                            + ".",
                    "Correct the port.");
        }
    }

    /**
     * Reads {@code [registry/]repository[:tag][@digest]}. Without a registry it is Docker Hub, without tag and digest
     * it is {@code latest}.
     *
     * @throws ActionableException when the text is no reference
     */
    public static ImageReference parse(String text) {
        Matcher ipv6 = IPV6_REGISTRY.matcher(text);
        if (ipv6.matches() && isIpv6(ipv6.group("address"))) {
            ImageReference elsewhere = parse(PLACEHOLDER + ipv6.group("rest"));
            return new ImageReference(ipv6.group("registry"), elsewhere.repository, elsewhere.tag, elsewhere.digest);
        }
        com.google.cloud.tools.jib.api.ImageReference parsed;
        try {
            parsed = com.google.cloud.tools.jib.api.ImageReference.parse(text);
        } catch (InvalidImageReferenceException e) {
            throw new ActionableException(
                    "'" + text + "' is not an image reference.",
                    "Write it as [registry/]repository[:tag] or [registry/]repository@sha256:…; the repository is in lower"
                            + " case.",
                    e);
        }
        return new ImageReference(
                parsed.getRegistry(),
                parsed.getRepository(),
                parsed.getTag(),
                parsed.getDigest().flatMap(Digest::parse));
    }

    /** As {@link #parse}; empty when the text is no reference. */
    public static Optional<ImageReference> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (ActionableException e) {
            return Optional.empty();
        }
    }

    /** The repository of an image, {@code registry/repository}; the text as it is when it is no reference. */
    public static String repositoryOf(String text) {
        return find(text).map(ImageReference::repositoryUri).orElse(text);
    }

    /** Whether a reference names its registry, or leaves it to be Docker Hub: its first part looks like a host or not. */
    public static boolean namesRegistry(String text) {
        String first = text.substring(0, Math.max(text.indexOf('/'), 0));
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    /**
     * Puts a reference by tag together from its parts.
     *
     * @throws ActionableException when a part is not what the distribution specification allows
     */
    public static ImageReference of(String registry, String repository, String tag) {
        if (!isRegistry(registry)) {
            throw new ActionableException(
                    "registry '" + registry + "' is not a host name.",
                    "Give the host alone, with its port if it has one, such as registry.example.com:5000: no https://, no"
                            + " path.");
        }
        if (!com.google.cloud.tools.jib.api.ImageReference.isValidRepository(repository)
                || repository.length() > MAX_REPOSITORY_LENGTH) {
            throw new ActionableException(
                    "repository '" + repository + "' is not a repository name.", remedyOfRepository(repository));
        }
        if (repository.startsWith(registry + "/")) {
            throw new ActionableException(
                    "repository '" + repository + "' begins with the registry.",
                    "Give the path in the registry alone: -Derlang-codebuild.repository="
                            + repository.substring(registry.length() + 1) + ".");
        }
        if (!com.google.cloud.tools.jib.api.ImageReference.isValidTag(tag)) {
            throw new ActionableException(
                    "tag '" + tag + "' is not a tag.",
                    "Use letters, digits, _ . and -, at most 128 of them, and no . or - in front.");
        }
        return new ImageReference(registry, repository, Optional.of(tag), Optional.empty());
    }

    private static String remedyOfRepository(String repository) {
        Matcher tagged = WITH_TAG.matcher(repository);
        return tagged.matches()
                ? "Tags have a parameter of their own: -Derlang-codebuild.repository=" + tagged.group("repository")
                        + " -Derlang-codebuild.tags=" + tagged.group("tag") + "."
                : "Use lower-case letters, digits and single . _ - or / between them, at most " + MAX_REPOSITORY_LENGTH
                        + " characters.";
    }

    /** Jib knows no addresses of IPv6. */
    private static boolean isRegistry(String registry) {
        Matcher ipv6 = IPV6_REGISTRY.matcher(registry + "/");
        return ipv6.matches()
                ? isIpv6(ipv6.group("address"))
                : com.google.cloud.tools.jib.api.ImageReference.isValidRegistry(registry);
    }

    /** As Java's parser of URIs has it (RFC 2732); nothing is looked up. */
    private static boolean isIpv6(String address) {
        try {
            return new URI("https://" + address).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The same image, by its digest. */
    public ImageReference withDigest(Digest other) {
        return new ImageReference(registry, repository, tag, Optional.of(other));
    }

    /** What a registry is asked for: the digest if there is one, else the tag. */
    public String tagOrDigest() {
        return digest.map(Digest::toString).or(() -> tag).orElseThrow();
    }

    /** {@code registry/repository}. */
    public String repositoryUri() {
        return registry + "/" + repository;
    }

    /** {@code registry/repository:tag@digest}, as far as they are there. */
    @Override
    public String toString() {
        return repositoryUri()
                + tag.map(name -> ":" + name).orElse("")
                + digest.map(value -> "@" + value).orElse("");
    }
}
