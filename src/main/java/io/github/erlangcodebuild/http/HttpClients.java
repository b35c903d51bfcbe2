package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.ForeignText;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Timer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.http.Header;
import org.apache.http.HttpConnection;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.client.utils.HttpClientUtils;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.Registry;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;
import org.apache.http.ssl.SSLContexts;
import org.apache.http.util.EntityUtils;

/**
 * The HTTP clients of one run: pooled connections, the user's proxies, timeouts on everything that waits.
 *
 * <p>Closing it closes the connections of requests that are still under way, which is how a failed transfer stops the others.
 */
public final class HttpClients implements AutoCloseable {

    private static final int CONNECTIONS = 64;

    /** What is read of the body of an error, in bytes. */
    private static final int MAX_ERROR_BODY = 64 * 1024;

    /** As Google's HTTP library has it, and Go's. */
    private static final int MAX_REDIRECTS = 10;

    /** Of a status or header line, in bytes. Signed URLs have some 2,000, challenges with a token some 8,000. */
    private static final int MAX_LINE = 64 * 1024;

    private static final int MAX_HEADERS = 256;

    private static final Pattern PLAIN_HTTP = Pattern.compile("\\s*http:", Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHER_SCHEME =
            Pattern.compile("\\s*(?!https?:)[a-z][a-z0-9+.-]*:", Pattern.CASE_INSENSITIVE);
    private static final Pattern BEYOND_HOST = Pattern.compile("^([^/?#]*//[^/?#]*).*", Pattern.DOTALL);

    private final CloseableHttpClient verifying;
    private final CloseableHttpClient trusting;
    private final Timer watch;

    private HttpClients(CloseableHttpClient verifying, CloseableHttpClient trusting, Timer watch) {
        this.verifying = verifying;
        this.trusting = trusting;
        this.watch = watch;
    }

    /** With {@link TimeLimits#DEFAULT}, for somebody who does not want to know what takes long. */
    public static HttpClients create(Proxies proxies) {
        return create(proxies, TimeLimits.DEFAULT, (what, elapsed, limit) -> {});
    }

    /** For somebody who wants no log of requests. */
    public static HttpClients create(Proxies proxies, TimeLimits limits, Waits.Listener waits) {
        return create(proxies, limits, waits, line -> {});
    }

    /**
     * Clients with these time limits, whatever a request asks for.
     *
     * @param proxies the user's proxies
     * @param waits told of what takes longer than the patience
     * @param debug takes a line for each request, without secrets
     */
    public static HttpClients create(Proxies proxies, TimeLimits limits, Waits.Listener waits, Consumer<String> debug) {
        Timer watch = new Timer("erlang-codebuild-watch", true);
        WriteTimeoutSockets sockets = new WriteTimeoutSockets(limits.timeout(), watch);
        Waits watched = new Waits(limits.patience(), waits, watch);
        RequestLog log = new RequestLog(debug);
        return new HttpClients(
                // the system's: honours javax.net.ssl.trustStore and client certificates
                client(
                        proxies,
                        limits,
                        watched,
                        log,
                        sockets.factories(
                                new LazyTlsSocketFactory(SSLConnectionSocketFactory::getSystemSocketFactory))),
                client(
                        proxies,
                        limits,
                        watched,
                        log,
                        sockets.factories(new LazyTlsSocketFactory(HttpClients::trustingSocketFactory))),
                watch);
    }

    /** The client that verifies TLS certificates. */
    public CloseableHttpClient verifying() {
        return verifying;
    }

    /** The client that trusts every TLS certificate. Only where the user allows insecure registries. */
    public CloseableHttpClient trusting() {
        return trusting;
    }

    @Override
    public void close() {
        HttpClientUtils.closeQuietly(verifying); // connections whose transfers are over or broken off: nothing to lose
        HttpClientUtils.closeQuietly(trusting);
        watch.cancel();
    }

    private static CloseableHttpClient client(
            Proxies proxies,
            TimeLimits limits,
            Waits waits,
            RequestLog log,
            Registry<ConnectionSocketFactory> sockets) {
        int millis = (int) limits.timeout().toMillis();
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(sockets);
        connections.setMaxTotal(CONNECTIONS);
        connections.setDefaultMaxPerRoute(CONNECTIONS);
        connections.setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(millis).setTcpNoDelay(true).build());
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setMessageConstraints(MessageConstraints.custom()
                        .setMaxLineLength(MAX_LINE)
                        .setMaxHeaderCount(MAX_HEADERS)
                        .build())
                .build());
        return ProxyExec.clients()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(
                        RequestConfig.custom().setMaxRedirects(MAX_REDIRECTS).build())
                .setRequestExecutor(new RequestExecutor(connections, waits, log, limits.response()))
                .setRoutePlanner(new ProxyRoutePlanner(proxies))
                .setDefaultCredentialsProvider(ProxyRoutePlanner.credentials(proxies))
                .addInterceptorFirst((HttpRequest request, HttpContext context) ->
                        configure(context, limits.timeout(), isUpload(request) ? limits.commit() : limits.timeout()))
                .addInterceptorLast(HttpClients::refuseCompression)
                .addInterceptorFirst(HttpClients::keepToTls)
                .addInterceptorLast(HttpClients::releaseWhenEmpty)
                .addInterceptorLast((HttpResponse response, HttpContext context) ->
                        closeConnectionWhenClosedEarly(response, context, limits.pace()))
                .addInterceptorLast(HttpClients::readErrors)
                .disableContentCompression()
                .disableCookieManagement()
                // Retry tries whole operations again, with existence checks between
                .disableAutomaticRetries()
                .build();
    }

    /** Google's HTTP library gives every request a configuration of its own: this replaces it. */
    private static void configure(HttpContext context, Duration connect, Duration read) {
        HttpClientContext client = HttpClientContext.adapt(context);
        client.setRequestConfig(RequestConfig.copy(client.getRequestConfig())
                .setProxyPreferredAuthSchemes(ProxyRoutePlanner.LOGINS)
                .setConnectTimeout((int) connect.toMillis())
                .setConnectionRequestTimeout((int) connect.toMillis())
                .setSocketTimeout((int) read.toMillis())
                .build());
    }

    /** What is downloaded is verified by digest, and the start of an error must be readable without its end. */
    private static void refuseCompression(HttpRequest request, HttpContext context) {
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    }

    private static boolean isUpload(HttpRequest request) {
        return request.getRequestLine().getMethod().equals("PUT");
    }

    /**
     * Keeps to TLS: where a server names itself in plain http, that is this one over TLS. Redirects from https to plain http elsewhere,
     * where anyone on the way could answer, are refused, and to what is no web server. It looks at responses, not at what this client
     * follows, since those of registries are not followed by this client itself.
     */
    private static void keepToTls(HttpResponse response, HttpContext context) {
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        HttpHost from = HttpClientContext.adapt(context).getTargetHost();
        if (location == null) {
            return;
        }
        Optional<String> meant = PlainHttpName.overTls(from, location.getValue());
        if (meant.isPresent()) {
            response.setHeader(HttpHeaders.LOCATION, meant.get());
            return;
        }
        boolean redirect = response.getStatusLine().getStatusCode() / 100 == 3; // a 201 has a Location too
        if (!redirect) {
            return;
        }
        if (OTHER_SCHEME.matcher(location.getValue()).lookingAt()) {
            throw new ActionableException(
                    from.toHostString() + " redirects to '" + ForeignText.line(withoutPath(location.getValue()))
                            + "', which is no http:// or https:// location.",
                    "Something is wrong with " + from.toHostString()
                            + ", or it is not what it should be: name another.");
        }
        if ("https".equalsIgnoreCase(from.getSchemeName())
                && PLAIN_HTTP.matcher(location.getValue()).lookingAt()) {
            throw new ActionableException(
                    from.toHostString() + " redirects to plain HTTP ("
                            + ForeignText.line(withoutPath(location.getValue())) + "), which is not safe.",
                    "Name an https:// location that does not redirect to http://.");
        }
    }

    /** Path and query may hold what is secret. */
    private static String withoutPath(String location) {
        return BEYOND_HOST.matcher(location).replaceFirst("$1");
    }

    /**
     * Gives the connection of an empty response back to the pool. Google's HTTP library aborts the requests whose responses it
     * does not read, and with them a connection that is perfectly good.
     */
    private static void releaseWhenEmpty(HttpResponse response, HttpContext context) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.getContentLength() == 0) {
            EntityUtils.consume(entity);
        }
    }

    private static void closeConnectionWhenClosedEarly(HttpResponse response, HttpContext context, Duration pace) {
        if (response.getEntity() != null) {
            HttpConnection connection = HttpClientContext.adapt(context).getConnection();
            response.setEntity(new ResponseBody(response.getEntity(), connection, pace));
        }
    }

    /**
     * Reads the start of an error's body, which will do. Google's HTTP library reads all of it, and prints a stack trace when
     * that fails.
     */
    private static void readErrors(HttpResponse response, HttpContext context) throws IOException {
        if (response.getStatusLine().getStatusCode() < HttpStatus.SC_BAD_REQUEST) {
            return;
        }
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            try (InputStream content = entity.getContent()) {
                ByteArrayEntity start = new ByteArrayEntity(content.readNBytes(MAX_ERROR_BODY));
                start.setContentType(inUtf8(entity));
                start.setContentEncoding(entity.getContentEncoding());
                response.setEntity(start);
            }
        }
    }

    /** JSON is UTF-8 and names no charset; without one, Google's HTTP library reads Latin-1. */
    private static String inUtf8(HttpEntity entity) {
        String type = Optional.ofNullable(entity.getContentType())
                .map(Header::getValue)
                .orElse("text/plain");
        return type.toLowerCase(Locale.ROOT).contains("charset=") ? type : type + "; charset=utf-8";
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
}
