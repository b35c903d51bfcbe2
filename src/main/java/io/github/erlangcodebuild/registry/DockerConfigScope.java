package io.github.erlangcodebuild.registry;

import com.google.cloud.tools.jib.registry.RegistryAliasGroup;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the keys of a configuration are compared with: a repository, or a registry as a whole.
 *
 * <p>A key is {@code HOST} or, as podman has it, {@code HOST/NAMESPACE}. What older versions of docker wrote is understood, too: a URL
 * in place of the host, and the path of the registry's API, {@code https://HOST/v1/}. A key with a path is for the repositories
 * below that path and for no others.
 *
 * @param hosts the names of the registry, which for Docker Hub are several, the one that was asked for first
 * @param repository the path of the repository; "" for the registry as a whole
 * @see <a href="https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md">containers-auth.json(5)</a>
 */
record DockerConfigScope(List<String> hosts, String repository) {

    private static final Pattern KEY = Pattern.compile("(?s)(https?://)?([^/]*)(?:/(.*?))?(/*)");

    /** The path of an API in place of a namespace. */
    private static final Pattern API = Pattern.compile("v[0-2]");

    /** Better matches first: the longest path; then the key as it is written today; then the order of the hosts. */
    private static final Comparator<Match> BEST_FIRST = Comparator.comparingInt(Match::pathLength)
            .reversed()
            .thenComparing(Match::form)
            .thenComparing(Match::host);

    private enum Form {
        TODAYS,
        URL,
        API
    }

    private record Match(String key, int pathLength, Form form, int host) {}

    /** A repository: keys of its registry match, and those of the paths that it is below. */
    static DockerConfigScope ofRepository(String registry, String repository) {
        return new DockerConfigScope(RegistryAliasGroup.getAliasesGroup(registry), repository);
    }

    /** A registry as a whole: keys with a namespace do not match. */
    static DockerConfigScope ofRegistry(String registry) {
        return ofRepository(registry, "");
    }

    /** Those that match, the best one first. */
    List<String> matching(Collection<String> keys) {
        return keys.stream()
                .flatMap(key -> match(key).stream())
                .sorted(BEST_FIRST)
                .map(Match::key)
                .toList();
    }

    /** What a credential helper for all registries is asked for: under this name docker and podman have it keep a login. */
    List<String> servers() {
        return hosts.contains("docker.io")
                ? Stream.concat(Stream.of("https://index.docker.io/v1/", "docker.io"), hosts.stream())
                        .distinct()
                        .toList()
                : hosts;
    }

    private Optional<Match> match(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int host = hosts.indexOf(parts.group(2));
        String path = parts.group(3) == null ? "" : parts.group(3);
        if (host < 0) {
            return Optional.empty();
        }
        if (path.isEmpty() || (repository + "/").startsWith(path + "/")) {
            boolean isTodays = parts.group(1) == null && parts.group(4).isEmpty();
            return Optional.of(new Match(key, path.length(), isTodays ? Form.TODAYS : Form.URL, host));
        }
        return API.matcher(path).matches() ? Optional.of(new Match(key, 0, Form.API, host)) : Optional.empty();
    }
}
