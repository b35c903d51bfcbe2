package io.github.erlangcodebuild.http;

import java.net.ProxySelector;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.conn.SystemDefaultRoutePlanner;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Sends requests through the proxies of settings.xml, or, where it names none, the JVM's own ({@code -Dhttps.proxyHost}). */
final class ProxyRoutePlanner extends SystemDefaultRoutePlanner {

    private final Proxies proxies;

    ProxyRoutePlanner(Proxies proxies) {
        super(ProxySelector.getDefault());
        this.proxies = proxies;
    }

    /** What these proxies are given when they ask for credentials. */
    static CredentialsProvider credentials(Proxies proxies) {
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        for (Proxies.Proxy proxy : proxies.proxies()) {
            if (proxy.username() != null) {
                provider.setCredentials(
                        new AuthScope(proxy.host(), proxy.port()),
                        new UsernamePasswordCredentials(proxy.username(), proxy.password()));
            }
        }
        return provider;
    }

    @Override
    @Nullable
    protected HttpHost determineProxy(HttpHost target, HttpRequest request, HttpContext context) throws HttpException {
        if (proxies.proxies().isEmpty()) {
            return super.determineProxy(target, request, context);
        }
        return proxies.forRequest(target.getSchemeName(), target.getHostName())
                .map(proxy -> new HttpHost(proxy.host(), proxy.port()))
                .orElse(null);
    }
}
