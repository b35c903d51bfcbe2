package io.github.erlangcodebuild.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpException;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpExecutionAware;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.DefaultClientConnectionReuseStrategy;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.execchain.ClientExecChain;
import org.apache.http.protocol.HttpContext;

/** Sends a request, and tells the failures of a proxy on the way from those of the server. */
final class ProxyExec implements ClientExecChain {

    private final ClientExecChain sending;

    private ProxyExec(ClientExecChain sending) {
        this.sending = sending;
    }

    /** A builder of clients that do so. */
    static HttpClientBuilder clients() {
        return new HttpClientBuilder() {
            @Override
            protected ClientExecChain decorateMainExec(ClientExecChain mainExec) {
                return new ProxyExec(mainExec);
            }
        }.setConnectionReuseStrategy(new ReuseStrategy());
    }

    /** Some proxies, such as tinyproxy, close the connection of a plain request without saying so, unless they say the opposite. */
    private static final class ReuseStrategy extends DefaultClientConnectionReuseStrategy {

        @Override
        public boolean keepAlive(HttpResponse response, HttpContext context) {
            return super.keepAlive(response, context)
                    && (!ProxyFailures.isPlain(context)
                            || Stream.of(response.getHeaders(HttpHeaders.CONNECTION))
                                    .anyMatch(header -> header.getValue().equalsIgnoreCase("keep-alive")));
        }
    }

    @Override
    public CloseableHttpResponse execute(
            HttpRoute route, HttpRequestWrapper request, HttpClientContext context, HttpExecutionAware execution)
            throws IOException, HttpException {
        CloseableHttpResponse response = send(route, request, context, execution);
        int status = response.getStatusLine().getStatusCode();
        if (!ProxyFailures.isOfProxy(context, status)) {
            return response;
        }
        try (response;
                InputStream body = body(response)) {
            throw ProxyFailures.refusal(context, status, challenges(response), body);
        }
    }

    private CloseableHttpResponse send(
            HttpRoute route, HttpRequestWrapper request, HttpClientContext context, HttpExecutionAware execution)
            throws IOException, HttpException {
        try {
            return sending.execute(route, request, context, execution);
        } catch (IOException e) {
            throw ProxyFailures.explain(context, e);
        }
    }

    private static InputStream body(CloseableHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    private static List<String> challenges(CloseableHttpResponse response) {
        return Stream.of(response.getHeaders(HttpHeaders.PROXY_AUTHENTICATE))
                .map(Header::getValue)
                .toList();
    }
}
