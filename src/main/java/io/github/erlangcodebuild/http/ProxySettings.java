package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.http.Proxies.Login;
import io.github.erlangcodebuild.http.Proxies.Origin;
import io.github.erlangcodebuild.http.Proxies.Place;
import io.github.erlangcodebuild.http.Proxies.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the proxies of the JVM's properties and of the environment.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/doc-files/net-properties.html">Java's networking
 *     properties</a>
 * @see <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy">Go's reading of the environment</a>
 */
public final class ProxySettings {

    private static final List<String> PROTOCOLS = List.of("https", "http");

    private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");
    private static final int MAX_PORT = 65_535;

    /** A password may hold an @ that should have been written as %40. */
    private static final Pattern URL = Pattern.compile("(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<login>.*)@)?"
            + "(?<host>\\[[0-9A-Fa-f:.%]+]|[^\\s:/@\\[\\]]+)(?::(?<port>\\d+))?/?");

    private ProxySettings() {}

    /**
     * All proxies, in their order.
     *
     * @param settings those of {@code settings.xml}
     * @param properties the JVM's
     * @param environment the process's
     */
    public static Proxies resolve(List<Proxy> settings, Map<?, ?> properties, Map<String, String> environment) {
        List<Proxy> proxies = new ArrayList<>(settings);
        PROTOCOLS.forEach(protocol -> ofJvm(protocol, properties).ifPresent(proxies::add));
        PROTOCOLS.forEach(protocol -> ofEnvironment(protocol, environment).ifPresent(proxies::add));
        return new Proxies(proxies);
    }

    private static Optional<Proxy> ofJvm(String protocol, Map<?, ?> properties) {
        String prefix = protocol + ".proxy";
        Optional<Login> login = text(properties, prefix + "User")
                .map(user ->
                        new Login(user, text(properties, prefix + "Password").orElse("")));
        // the defaults are Java's
        String port = text(properties, prefix + "Port").orElse(protocol.equals("https") ? "443" : "80");
        return text(properties, prefix + "Host")
                .map(host -> new Proxy(
                        new Origin(Place.JVM, "-D" + prefix + "Host"),
                        protocol,
                        withoutBrackets(host),
                        isPort(port) ? Integer.parseInt(port) : 0,
                        login,
                        new DirectHosts.HostPatterns(
                                text(properties, "http.nonProxyHosts").orElse("")), // of both schemes, says Java
                        isPort(port) ? Optional.empty() : Optional.of("-D" + prefix + "Port is not a port.")));
    }

    private static Optional<Proxy> ofEnvironment(String protocol, Map<String, String> environment) {
        DirectHosts direct = first(environment, "no_proxy")
                .map(Map.Entry::getValue)
                .<DirectHosts>map(DirectHosts.NoProxyList::new)
                .orElse(DirectHosts.none());
        return first(environment, protocol + "_proxy")
                .map(set -> ofUrl(protocol, set.getKey(), set.getValue(), direct));
    }

    private static Proxy ofUrl(String protocol, String variable, String value, DirectHosts direct) {
        Origin origin = new Origin(Place.ENVIRONMENT, variable);
        Matcher url = URL.matcher(value);
        boolean readable = url.matches();
        String scheme = Optional.ofNullable(readable ? url.group("scheme") : null)
                .orElse("http")
                .toLowerCase(Locale.ROOT);
        String port = Optional.ofNullable(readable ? url.group("port") : null).orElse("80");
        Optional<String> unusable = Optional.empty();
        if (!readable || !isPort(port)) {
            unusable =
                    Optional.of(variable + " is not the URL of a proxy."); // which is not shown: it may hold a password
        } else if (!scheme.equals("http")) {
            unusable = Optional.of(
                    variable + " names a proxy that is spoken to in " + scheme + ", which is not supported.");
        }
        return new Proxy(
                origin,
                protocol,
                readable ? withoutBrackets(url.group("host")) : "",
                isPort(port) ? Integer.parseInt(port) : 0,
                Optional.ofNullable(readable ? url.group("login") : null)
                        .filter(login -> !login.isEmpty())
                        .map(ProxySettings::login),
                direct,
                unusable);
    }

    private static Login login(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Login(decode(text), "")
                : new Login(decode(text.substring(0, colon)), decode(text.substring(colon + 1)));
    }

    /** Percent encoding. A % that begins none stands for itself. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** The variable in lower case, as curl reads it first, or else in upper case. */
    private static Optional<Map.Entry<String, String>> first(Map<String, String> environment, String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .flatMap(variable -> text(environment, variable).map(value -> Map.entry(variable, value)).stream())
                .findFirst();
    }

    private static Optional<String> text(Map<?, ?> map, String name) {
        return Optional.ofNullable(map.get(name))
                .map(String::valueOf)
                .map(String::trim)
                .filter(value -> !value.isEmpty());
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && Integer.parseInt(text) <= MAX_PORT;
    }

    private static String withoutBrackets(String host) {
        return host.replaceAll("^\\[|]$", "");
    }
}
