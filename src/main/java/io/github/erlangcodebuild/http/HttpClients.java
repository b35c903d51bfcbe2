package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import java.net.ProxySelector;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpException;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.client.utils.HttpClientUtils;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.SystemDefaultRoutePlanner;
import org.apache.http.protocol.HttpContext;
import org.apache.http.ssl.SSLContexts;
import org.apache.http.util.EntityUtils;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients of one run: pooled connections, the user's proxies, time limits on everything that waits.
 *
 * <p>Closing it breaks off whatever is still under way, which is how a failed transfer stops the others.
 */
public final class HttpClients implements AutoCloseable {

    /** How long a connection may take to be made, and how long a server may be silent. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How long a server may be silent over what was uploaded to it: it may have to copy it before it answers. */
    public static final Duration COMMIT_PATIENCE = Duration.ofMinutes(5);

    private static final int CONNECTIONS = 64;
    private static final Pattern PLAIN_HTTP = Pattern.compile("\\s*http:", Pattern.CASE_INSENSITIVE);
    private static final Pattern BEYOND_HOST = Pattern.compile("^([^/?#]*//[^/?#]*).*", Pattern.DOTALL);

    private final CloseableHttpClient verifying;
    private final CloseableHttpClient trusting;

    private HttpClients(CloseableHttpClient verifying, CloseableHttpClient trusting) {
        this.verifying = verifying;
        this.trusting = trusting;
    }

    public static HttpClients create(Proxies proxies) {
        return new HttpClients(
                builder(proxies)
                        // the system's: honours javax.net.ssl.trustStore and client certificates
                        .setSSLSocketFactory(
                                new LazyTlsSocketFactory(SSLConnectionSocketFactory::getSystemSocketFactory))
                        .build(),
                builder(proxies)
                        .setSSLSocketFactory(new LazyTlsSocketFactory(HttpClients::trustingSocketFactory))
                        .build());
    }

    /** The client that verifies TLS certificates. */
    public CloseableHttpClient verifying() {
        return verifying;
    }

    /** The client that takes any TLS certificate. Only for hosts that the user called insecure. */
    public CloseableHttpClient trusting() {
        return trusting;
    }

    @Override
    public void close() {
        HttpClientUtils.closeQuietly(verifying); // connections whose transfers are over or broken off: nothing to lose
        HttpClientUtils.closeQuietly(trusting);
    }

    private static HttpClientBuilder builder(Proxies proxies) {
        int patience = (int) PATIENCE.toMillis();
        return HttpClientBuilder.create()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout(patience)
                        .setSocketTimeout(patience)
                        .setConnectionRequestTimeout(patience)
                        .build())
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(patience)
                        .setTcpNoDelay(true)
                        .build())
                .setRoutePlanner(new ProxyRoutePlanner(proxies))
                .setDefaultCredentialsProvider(proxyCredentials(proxies))
                .addInterceptorFirst(HttpClients::waitForCommits)
                .addInterceptorFirst(HttpClients::refuseDowngrade)
                .addInterceptorLast(HttpClients::releaseWhenEmpty)
                .disableContentCompression()
                .disableCookieManagement()
                // whole transfers are tried again, with existence checks between, see Retry
                .disableAutomaticRetries();
    }

    private static void waitForCommits(HttpRequest request, HttpContext context) {
        if (request.getRequestLine().getMethod().equals("PUT")) {
            HttpClientContext client = HttpClientContext.adapt(context);
            client.setRequestConfig(RequestConfig.copy(client.getRequestConfig())
                    .setSocketTimeout((int) COMMIT_PATIENCE.toMillis())
                    .build());
        }
    }

    /**
     * Refuses redirects from https to plain http, where anyone on the way could answer. It looks at the answers, not at
     * what this client follows, since Google's HTTP library follows redirects itself.
     */
    private static void refuseDowngrade(HttpResponse response, HttpContext context) {
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        HttpHost from = HttpClientContext.adapt(context).getTargetHost();
        boolean redirect = response.getStatusLine().getStatusCode() / 100 == 3; // a 201 has a Location too
        if (redirect
                && location != null
                && "https".equalsIgnoreCase(from.getSchemeName())
                && PLAIN_HTTP.matcher(location.getValue()).lookingAt()) {
            throw new ActionableException(
                    from.toHostString() + " redirects to plain HTTP (" + withoutPath(location.getValue())
                            + "), which is not safe.",
                    "Name an https:// location that does not redirect to http://.");
        }
    }

    /** Path and query may hold what is secret. */
    private static String withoutPath(String location) {
        return BEYOND_HOST.matcher(location).replaceFirst("$1");
    }

    /**
     * Gives the connection of an empty answer back to the pool. Google's HTTP library aborts the requests whose answers it
     * does not read, and with them a connection that is perfectly good.
     */
    private static void releaseWhenEmpty(HttpResponse response, HttpContext context) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.getContentLength() == 0) {
            EntityUtils.consume(entity);
        }
    }

    private static SSLConnectionSocketFactory trustingSocketFactory() {
        try {
            return new SSLConnectionSocketFactory(
                    SSLContexts.custom()
                            .loadTrustMaterial((chain, authType) -> true)
                            .build(),
                    NoopHostnameVerifier.INSTANCE);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has TLS", e);
        }
    }

    private static CredentialsProvider proxyCredentials(Proxies proxies) {
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

    /** The proxies of settings.xml, else the JVM's own ({@code -Dhttps.proxyHost}). */
    private static final class ProxyRoutePlanner extends SystemDefaultRoutePlanner {

        private final Proxies proxies;

        ProxyRoutePlanner(Proxies proxies) {
            super(ProxySelector.getDefault());
            this.proxies = proxies;
        }

        @Override
        @Nullable
        protected HttpHost determineProxy(HttpHost target, HttpRequest request, HttpContext context)
                throws HttpException {
            if (proxies.proxies().isEmpty()) {
                return super.determineProxy(target, request, context);
            }
            return proxies.forRequest(target.getSchemeName(), target.getHostName())
                    .map(proxy -> new HttpHost(proxy.host(), proxy.port()))
                    .orElse(null);
        }
    }
}
