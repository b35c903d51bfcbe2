package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.http.Proxies.Proxy;
import io.github.erlangcodebuild.http.ProxyRoutePlanner.Taken;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.http.HttpRequest;
import org.apache.http.HttpStatus;
import org.apache.http.NoHttpResponseException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;

/**
 * Tells what a proxy did from what the server did. Apache's client hands the answer of a proxy out as if it were the server's, and
 * names the host that cannot be reached, but not that it is a proxy.
 */
final class ProxyFailures {

    /** What is read of the body of an answer, in bytes. */
    private static final int MAX_BODY = 64 * 1024;

    private ProxyFailures() {}

    /**
     * Why there was no answer: what was thrown, or that it is the proxy that could not be reached.
     *
     * @param context that of the request
     */
    static IOException explain(HttpContext context, IOException failure) {
        Optional<Proxy> proxy = ProxyRoutePlanner.taken(context).map(Taken::proxy);
        if (proxy.isEmpty()) {
            return failure;
        }
        // with a proxy on the way, it is the only one that is connected to
        boolean notReached = failure instanceof UnknownHostException
                || failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof NoRouteToHostException;
        if (!notReached && !(failure instanceof NoHttpResponseException && isAnswerToConnect(context))) {
            return failure;
        }
        String reason = failure instanceof UnknownHostException
                ? "there is no such host"
                : ForeignText.line(Failures.rootMessage(failure));
        IOException explained = new ProxyUnavailableException(
                "the proxy " + proxy.get() + ", " + (notReached ? "cannot be reached" : "gave no answer") + " ("
                        + reason + ").",
                "Check that it is up, and its host and port in "
                        + proxy.get().origin().name() + ".");
        explained.initCause(failure);
        return explained;
    }

    /**
     * Whether an answer is a proxy's, and none of the server's: the answer to CONNECT, and, where nothing is tunnelled, that the proxy wants
     * a login. What else a proxy says to a plain request cannot be told from what the server says.
     *
     * @param context that of the request
     */
    static boolean isOfProxy(HttpContext context, int status) {
        return status >= HttpStatus.SC_MULTIPLE_CHOICES
                && ProxyRoutePlanner.taken(context).isPresent()
                && (isAnswerToConnect(context)
                        || (status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED && isPlain(context)));
    }

    /**
     * What to throw for an answer of a proxy.
     *
     * @param context that of the request
     * @param challenges its {@code Proxy-Authenticate} headers
     * @param body its body
     * @return for one that may be another in a moment
     * @throws ActionableException for one that stays the same
     */
    static ProxyUnavailableException refusal(HttpContext context, int status, List<String> challenges, InputStream body)
            throws IOException {
        Taken taken = ProxyRoutePlanner.taken(context).orElseThrow();
        String words = ErrorBody.words(new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8));
        String answer = " (HTTP " + status + (words.isEmpty() ? "" : ": " + words) + ").";
        // tinyproxy has 401 for a login that is wrong
        if (status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED || status == HttpStatus.SC_UNAUTHORIZED) {
            throw loginWanted(taken.proxy(), challenges, answer);
        }
        String target = taken.target().toHostString();
        if (status == 408 || status == 429 || status >= 500) {
            return new ProxyUnavailableException(
                    "the proxy " + taken.proxy() + ", cannot connect to " + target + answer,
                    "Check the spelling of " + target + ", and that it is up." + orDirectly(taken.proxy()));
        }
        throw new ActionableException(
                "The proxy " + taken.proxy() + ", refuses connections to " + target + answer,
                "Ask those who run the proxy to allow it." + orDirectly(taken.proxy()));
    }

    private static ActionableException loginWanted(Proxy proxy, List<String> challenges, String answer) {
        List<String> schemes = challenges.stream()
                .map(challenge -> challenge.strip().split("[\\s,]", 2)[0])
                .filter(scheme -> !scheme.isEmpty())
                .distinct()
                .toList();
        boolean supported = schemes.isEmpty()
                || schemes.stream()
                        .anyMatch(scheme -> ProxyRoutePlanner.LOGINS.stream().anyMatch(scheme::equalsIgnoreCase));
        if (!supported) {
            return new ActionableException(
                    "The proxy " + proxy + ", wants a login by "
                            + schemes.stream().map(ForeignText::line).collect(Collectors.joining(" or "))
                            + ", and only Basic and Digest are supported" + answer,
                    "Run a proxy on this machine that logs in to it, such as Px or Cntlm, and name that one.");
        }
        return proxy.login()
                .map(login -> new ActionableException(
                        "The proxy " + proxy + ", did not accept the login of '" + login.user() + "'" + answer,
                        "Correct it: " + loginPlace(proxy)))
                .orElseGet(() -> new ActionableException(
                        "The proxy " + proxy + ", wants a login" + answer, "Set it: " + loginPlace(proxy)));
    }

    /** Where its login is set, as the end of a sentence. */
    private static String loginPlace(Proxy proxy) {
        return switch (proxy.origin().place()) {
            case SETTINGS -> "<username> and <password> of the <proxy> in settings.xml.";
            case JVM -> {
                String prefix = "-D" + proxy.protocol().toLowerCase(Locale.ROOT) + ".proxy";
                yield prefix + "User=… and " + prefix + "Password=…, in MAVEN_OPTS or on the command line.";
            }
            case ENVIRONMENT ->
                proxy.origin().name() + "=http://USER:PASSWORD@" + proxy.address()
                        + ", with special characters as in a URL (%40 for @).";
        };
    }

    private static String orDirectly(Proxy proxy) {
        String setting =
                switch (proxy.origin().place()) {
                    case SETTINGS -> "<nonProxyHosts> of the <proxy> in settings.xml";
                    case JVM -> "-Dhttp.nonProxyHosts";
                    case ENVIRONMENT -> "NO_PROXY";
                };
        return " If this machine reaches it without the proxy, add it to " + setting + ".";
    }

    /** Apache's client leaves the last request that it sent in the context. */
    private static boolean isAnswerToConnect(HttpContext context) {
        return context.getAttribute(HttpCoreContext.HTTP_REQUEST) instanceof HttpRequest request
                && request.getRequestLine().getMethod().equals("CONNECT");
    }

    /** Whether a request goes to a proxy as it is, through no tunnel. */
    static boolean isPlain(HttpContext context) {
        return ProxyRoutePlanner.taken(context)
                .filter(taken -> taken.target().getSchemeName().equalsIgnoreCase("http"))
                .isPresent();
    }
}
