package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.ActionableException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The HTTP proxies that the user has set, in the one order that holds for everything: {@code settings.xml}, the JVM's properties, the
 * environment. The first place that names a proxy for the scheme of a request decides, also that a host is reached without one.
 *
 * @param proxies in the order of their places, and within one as they are written
 */
public record Proxies(List<Proxy> proxies) {

    public Proxies {
        proxies = List.copyOf(proxies);
    }

    public static Proxies none() {
        return new Proxies(List.of());
    }

    /** Where proxies are set. The first one comes first. */
    public enum Place {
        SETTINGS,
        JVM,
        ENVIRONMENT
    }

    /**
     * Where a proxy is set.
     *
     * @param name what the user reads: {@code settings.xml}, {@code -Dhttps.proxyHost}, {@code https_proxy}
     */
    public record Origin(Place place, String name) {

        /** The user's {@code settings.xml}. */
        public static final Origin SETTINGS = new Origin(Place.SETTINGS, "settings.xml");
    }

    /**
     * What a proxy asks for.
     *
     * @param password empty where none is set, as curl has it
     */
    public record Login(String user, String password) {

        /** Leaves the password out. */
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * One proxy.
     *
     * @param origin where it is set
     * @param protocol the scheme of the requests that it is for, {@code http} or {@code https}
     * @param host its name, or its address, without brackets
     * @param direct the hosts that are reached without it
     * @param unusable why it cannot be used, as a sentence; empty for one that can
     */
    public record Proxy(
            Origin origin,
            String protocol,
            String host,
            int port,
            Optional<Login> login,
            DirectHosts direct,
            Optional<String> unusable) {

        /** {@code proxy.example.com:3128} */
        public String address() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }

        /** {@code proxy.example.com:3128, from settings.xml}; never its login. */
        @Override
        public String toString() {
            return (unusable.isPresent() ? "one that cannot be used" : address()) + ", from " + origin.name();
        }

        private boolean isFor(String scheme) {
            return protocol.equalsIgnoreCase(scheme);
        }

        private boolean isOfSettingsFor(String scheme) {
            return origin.place() == Place.SETTINGS && isFor(scheme);
        }
    }

    /**
     * The proxy for a request. Requests to this machine have none, wherever one is set: no other machine could reach what they are for.
     *
     * @param scheme {@code http} or {@code https}
     * @throws ActionableException when it is one that cannot be used
     */
    public Optional<Proxy> forRequest(String scheme, String host, int port) {
        if (Loopback.isLoopback(host)) {
            return Optional.empty();
        }
        Optional<Proxy> proxy = deciding(scheme)
                .filter(one -> !one.direct().contains(host, port))
                .findFirst();
        proxy.flatMap(Proxy::unusable).ifPresent(problem -> {
            throw new ActionableException(
                    problem,
                    "Write http://HOST:PORT, with the port at which the proxy takes plain connections, as most do. Or name a proxy in"
                            + " settings.xml, which comes first.");
        });
        return proxy;
    }

    /** The proxy for requests of a scheme, whatever their host. */
    public Optional<Proxy> forScheme(String scheme) {
        return deciding(scheme).findFirst();
    }

    /** Those of the first place that has one for the scheme. */
    private Stream<Proxy> deciding(String scheme) {
        boolean plainForTls = isPlainForTls(scheme);
        List<Proxy> all = proxies.stream()
                .filter(proxy -> proxy.isFor(scheme) || (plainForTls && proxy.isOfSettingsFor("http")))
                .toList();
        return all.stream()
                .filter(proxy -> proxy.origin().place() == all.get(0).origin().place());
    }

    /**
     * In settings.xml, as in Maven's own downloads, one for http is for https as well. But not beside one for https: a host that this one
     * is not for gets none.
     */
    private boolean isPlainForTls(String scheme) {
        return scheme.equalsIgnoreCase("https") && proxies.stream().noneMatch(proxy -> proxy.isOfSettingsFor("https"));
    }
}
