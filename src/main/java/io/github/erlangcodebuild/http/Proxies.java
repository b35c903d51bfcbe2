package io.github.erlangcodebuild.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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

        boolean exempts(String target) {
            for (String pattern : nonProxyHosts.split("[|,]", -1)) {
                String regex = Pattern.quote(pattern.trim()).replace("*", "\\E.*\\Q");
                if (!pattern.isBlank()
                        && Pattern.compile(regex, Pattern.CASE_INSENSITIVE)
                                .matcher(target)
                                .matches()) {
                    return true;
                }
            }
            return false;
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
        return proxies.stream()
                .filter(proxy -> proxy.protocol().equalsIgnoreCase(scheme))
                .findFirst()
                .or(() -> proxies.stream().findFirst())
                .filter(proxy -> !proxy.exempts(host));
    }
}
