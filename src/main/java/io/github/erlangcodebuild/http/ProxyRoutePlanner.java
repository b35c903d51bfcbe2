package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.http.Proxies.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.auth.AUTH;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.AuthState;
import org.apache.http.auth.MalformedChallengeException;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.AuthCache;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.client.config.AuthSchemes;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.impl.auth.BasicScheme;
import org.apache.http.impl.client.BasicAuthCache;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.conn.DefaultRoutePlanner;
import org.apache.http.impl.conn.DefaultSchemePortResolver;
import org.apache.http.message.BasicHeader;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Sends the requests of Apache's client through the user's proxies, and notes in the context of each which one it took. */
class ProxyRoutePlanner extends DefaultRoutePlanner {

    /**
     * How to answer a proxy that asks for a login, the better one first. Others need a domain or a ticket, which nothing here knows. The
     * login goes with the first request by Basic, before anything is known of the proxy: one that wants Digest gets both.
     */
    static final List<String> LOGINS = List.of(AuthSchemes.DIGEST, AuthSchemes.BASIC);

    private static final String TAKEN = ProxyRoutePlanner.class.getName();

    private final Proxies proxies;

    ProxyRoutePlanner(Proxies proxies) {
        super(DefaultSchemePortResolver.INSTANCE);
        this.proxies = proxies;
    }

    /** The proxy that a request was sent through, and what it was to reach. */
    record Taken(Proxy proxy, HttpHost target) {}

    /** The proxy of the last request of this context. */
    static Optional<Taken> taken(HttpContext context) {
        return Optional.ofNullable((Taken) context.getAttribute(TAKEN));
    }

    /** What these proxies are given when they ask for credentials. */
    static CredentialsProvider credentials(Proxies proxies) {
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        List<Proxy> lastFirst = new ArrayList<>(proxies.proxies());
        Collections.reverse(lastFirst); // of two logins for the same proxy, the first one counts
        for (Proxy proxy : lastFirst) {
            proxy.login()
                    .ifPresent(login -> provider.setCredentials(
                            new AuthScope(proxy.host(), proxy.port()),
                            new UsernamePasswordCredentials(login.user(), login.password())));
        }
        return provider;
    }

    @Override
    @Nullable
    protected HttpHost determineProxy(HttpHost target, HttpRequest request, HttpContext context) {
        Optional<Taken> taken = proxies.forRequest(target.getSchemeName(), target.getHostName(), port(target))
                .map(proxy -> new Taken(proxy, target));
        if (!taken.map(Taken::proxy).equals(taken(context).map(Taken::proxy))) {
            forgetLogin(HttpClientContext.adapt(context));
        }
        context.setAttribute(TAKEN, taken.orElse(null));
        return taken.map(Taken::proxy).map(proxy -> address(proxy, context)).orElse(null);
    }

    /**
     * A redirect may lead past the proxy, or to another one. Apache's client follows it in the same context, and would send the login
     * of the last proxy along.
     */
    private static void forgetLogin(HttpClientContext context) {
        context.setAuthCache(null);
        AuthState login = context.getProxyAuthState();
        if (login != null) {
            login.reset();
        }
    }

    private static HttpHost address(Proxy proxy, HttpContext context) {
        HttpHost address = new HttpHost(proxy.host(), proxy.port());
        if (proxy.login().isPresent()) {
            // Basic before it is asked for, as curl and Go do it: an upload cannot be sent again with the login
            AuthCache known = new BasicAuthCache();
            known.put(address, basic());
            HttpClientContext.adapt(context).setAuthCache(known);
        }
        return address;
    }

    /** As if the proxy had asked: otherwise it is the server that would get the login. */
    private static BasicScheme basic() {
        BasicScheme scheme = new BasicScheme();
        try {
            scheme.processChallenge(new BasicHeader(AUTH.PROXY_AUTH, "Basic realm=\"proxy\""));
            return scheme;
        } catch (MalformedChallengeException e) {
            throw new AssertionError("this challenge is well-formed", e);
        }
    }

    private static int port(HttpHost target) {
        if (target.getPort() > 0) {
            return target.getPort();
        }
        return target.getSchemeName().equalsIgnoreCase("https") ? 443 : 80;
    }
}
