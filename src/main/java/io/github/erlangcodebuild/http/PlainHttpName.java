package io.github.erlangcodebuild.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.http.HttpHost;

/**
 * A server behind a proxy that speaks TLS for it may not know of the proxy, and name itself in plain http. What it means is itself
 * as it is spoken to.
 */
final class PlainHttpName {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private static final Pattern PLAIN_HTTP = Pattern.compile(
            "\\s*http://(?<host>\\[[^\\]]*]|[^/?#:@]*)(?::(?<port>\\d{1,5}))?(?<rest>[/?#].*|$)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private PlainHttpName() {}

    /**
     * What a server means that is spoken to over TLS.
     *
     * @param location a URL that it gives
     * @return empty where that is no URL in plain http, or names another host, or a port that is neither the server's nor that of
     *     plain http
     */
    static Optional<String> overTls(HttpHost server, String location) {
        Matcher plain = PLAIN_HTTP.matcher(location);
        boolean isItself = "https".equalsIgnoreCase(server.getSchemeName())
                && plain.matches()
                && plain.group("host").equalsIgnoreCase(server.getHostName())
                && (plain.group("port") == null
                        || Integer.parseInt(plain.group("port")) == HTTP_PORT
                        || Integer.parseInt(plain.group("port")) == port(server));
        return isItself ? Optional.of("https://" + server.toHostString() + plain.group("rest")) : Optional.empty();
    }

    private static int port(HttpHost server) {
        return server.getPort() < 0 ? HTTPS_PORT : server.getPort();
    }
}
