package io.github.erlangcodebuild.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxies of the user's {@code settings.xml}, the first matching one per request.
 *
 * @param proxies the active ones, in the order they are written
 */
public record Proxies(List<Proxy> proxies) {

    public Proxies {
        proxies = List.copyOf(proxies);
    }

    public static Proxies none() {
        return new Proxies(List.of());
    }

    /**
     * One proxy.
     *
     * @param protocol the scheme of the requests that it is for, {@code http} or {@code https}
     * @param host its name
     * @param port its port
     * @param username null where it asks for none
     * @param password null where it asks for none
     * @param nonProxyHosts hosts that are reached without it, {@code *} as wildcard, split by {@code |}
     */
    public record Proxy(
            String protocol,
            String host,
            int port,
            @Nullable String username,
            @Nullable String password,
            String nonProxyHosts) {

        /** {@link #nonProxyHosts()} as regular expressions. */
        public List<String> nonProxyHostPatterns() {
            return Stream.of(nonProxyHosts.split("[|,]", -1))
                    .map(String::trim)
                    .filter(host -> !host.isEmpty())
                    .map(host -> Pattern.quote(host).replace("*", "\\E.*\\Q"))
                    .toList();
        }

        boolean exempts(String target) {
            return nonProxyHostPatterns().stream()
                    .map(pattern -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE))
                    .anyMatch(pattern -> pattern.matcher(target).matches());
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return protocol + " proxy " + host + ":" + port;
        }
    }

    /**
     * The proxy for a request. A proxy for {@code https} is preferred for an https request, and any other proxy serves
     * when there is none, as Maven's own downloads do it.
     */
    public Optional<Proxy> forRequest(String scheme, String host) {
        return forScheme(scheme).filter(proxy -> !proxy.exempts(host));
    }

    /** The proxy for requests of a scheme, whatever their host. */
    public Optional<Proxy> forScheme(String scheme) {
        return proxies.stream()
                .filter(proxy -> proxy.protocol().equalsIgnoreCase(scheme))
                .findFirst()
                .or(() -> proxies.stream().findFirst());
    }
}
