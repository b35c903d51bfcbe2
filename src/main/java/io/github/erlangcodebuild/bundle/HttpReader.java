package io.github.erlangcodebuild.bundle;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.ErrorBody;
import io.github.erlangcodebuild.http.HttpStatusException;
import io.github.erlangcodebuild.http.Retry;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpResponse;
import org.apache.http.client.ClientProtocolException;
import org.apache.http.client.RedirectException;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.Configurable;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.impl.client.CloseableHttpClient;

/**
 * Reads {@code http} and {@code https} addresses with GET (RFC 9110), following redirects as its client is configured
 * to, but never from a protected connection to an unprotected one.
 */
public final class HttpReader implements BundleReader {

    /** How much of a server's explanation is read, in bytes. */
    private static final int MAX_READ = 64 * 1024;

    private final CloseableHttpClient client;

    /** @param client configured with time limits and proxies; stays the caller's to close */
    public HttpReader(CloseableHttpClient client) {
        this.client = client;
    }

    /**
     * The body of a 200 answer, byte for byte as stored. Ends in an {@link IOException}, not early, when the server
     * sends less than it announced.
     *
     * @throws HttpStatusException for 408, 429 and 5xx
     * @throws ActionableException for every other status, and for a redirect to an unprotected address
     */
    @Override
    public InputStream open(URI location) throws IOException {
        HttpClientContext context = HttpClientContext.create();
        CloseableHttpResponse response = execute(location, context);
        boolean handedOver = false;
        try {
            refuseDowngrade(location, context);
            if (response.getStatusLine().getStatusCode() != 200) {
                throw failure(location, response);
            }
            HttpEntity entity = response.getEntity();
            InputStream body = new Body(entity == null ? InputStream.nullInputStream() : entity.getContent(), response);
            handedOver = true;
            return body;
        } finally {
            if (!handedOver) {
                response.close();
            }
        }
    }

    private CloseableHttpResponse execute(URI location, HttpClientContext context) throws IOException {
        try {
            return client.execute(request(location), context);
        } catch (ClientProtocolException e) {
            if (e.getCause() instanceof RedirectException) { // it would be so again
                // without the cause: it repeats the whole address, whose query may be signed
                throw new ActionableException(
                        Locations.display(location) + " redirects too often, or in a circle.",
                        "Name the address that it should lead to.");
            }
            throw e;
        }
    }

    /** The bytes are checked against digests as they are stored, so no content coding may come between. */
    private HttpGet request(URI location) {
        HttpGet get = new HttpGet(location);
        get.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        RequestConfig config = client instanceof Configurable configurable ? configurable.getConfig() : null;
        get.setConfig(RequestConfig.copy(config == null ? RequestConfig.DEFAULT : config)
                .setContentCompressionEnabled(false)
                .build());
        return get;
    }

    private static void refuseDowngrade(URI location, HttpClientContext context) {
        List<URI> redirects = context.getRedirectLocations();
        if (redirects == null || Locations.isUnprotected(location)) {
            return;
        }
        for (URI redirect : redirects) {
            if (Locations.isUnprotected(redirect)) {
                throw new ActionableException(
                        Locations.display(location) + " redirects to " + Locations.display(redirect)
                                + ", where anyone on the way could change what is read.",
                        "Name an address that stays on https.");
            }
        }
    }

    private static IOException failure(URI location, HttpResponse response) throws IOException {
        int status = response.getStatusLine().getStatusCode();
        String place = Locations.display(location);
        if (status == 404 || status == 410) {
            throw new ActionableException(
                    "There is no such object: " + place + " (HTTP " + status + ").",
                    "Check the toolchain parameter; the bundle's .json and .tar.gz lie side by side.");
        }
        if (status == 401 || status == 403) {
            throw new ActionableException(
                    "The server gives no right to read " + place + " (HTTP " + status + ")" + explanation(response),
                    "Check that the address may be read without credentials, and that a presigned URL has not"
                            + " expired.");
        }
        String answered = "GET " + place + " was answered with HTTP " + status + explanation(response);
        if (status == 408 || status == 429 || status >= 500) {
            return new HttpStatusException(answered, status, retryAfter(response));
        }
        throw new ActionableException(answered, "Check the toolchain parameter and the server.");
    }

    private static Optional<Duration> retryAfter(HttpResponse response) {
        Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        return Retry.parseRetryAfter(header == null ? null : header.getValue());
    }

    /** What the body says, after a colon, or a full stop where there is none. */
    private static String explanation(HttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return ".";
        }
        String words = ErrorBody.words(new String(entity.getContent().readNBytes(MAX_READ), StandardCharsets.UTF_8));
        return words.isEmpty() ? "." : ": " + words;
    }

    /** Closes the response rather than the body: closing the body would first read what is left of it. */
    private static final class Body extends FilterInputStream {

        private final CloseableHttpResponse response;

        Body(InputStream in, CloseableHttpResponse response) {
            super(in);
            this.response = response;
        }

        @Override
        public void close() throws IOException {
            response.close();
        }
    }
}
