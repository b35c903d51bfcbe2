package com.google.cloud.tools.jib.http;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpMethods;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.apache.http.conn.ConnectTimeoutException;

/**
 * Jib's HTTP client on transports of ours: one pool of connections instead of a new connection for every request, proxies of
 * our choosing instead of the JVM's, no retries of its own (Jib tries a refused connection again for a minute, but not a broken
 * upload), and errors that say which URL responded.
 *
 * <p>Falling back to unverified TLS and plain HTTP, for hosts for which the user allows it, is ours too. Jib remembers what a host speaks only
 * after a successful response, so it tries TLS again for every blob that is not there. And it tries TLS first, whatever the port.
 * On loopback, and where a port is named, plain HTTP is far more likely to be what needed allowing, and to ask for it is cheap: a
 * server that speaks TLS says so at once, while Java takes a fifth of a second to get ready for TLS. Only a request that holds
 * nothing secret is sent that way first.
 *
 * <p>Redirects are followed here, one request at a time, since each may lead to another host: where it is verified TLS or nothing,
 * the connection that trusts every certificate must not follow. Credentials go on to the same origin only.
 *
 * <p>It stands in Jib's package because what makes Jib's requests, responses and exceptions is package-private there. It knows
 * nothing of the rest of this project.
 */
public final class SharedTransportHttpClient extends FailoverHttpClient {

    private static final int BAD_REQUEST = 400;
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final int TLS_PORT = 443;
    /** As Google's HTTP library has it, and Go's. */
    private static final int MAX_REDIRECTS = 10;

    private static final List<Protocol> PLAIN_FIRST =
            List.of(Protocol.PLAIN_HTTP, Protocol.VERIFIED_TLS, Protocol.UNVERIFIED_TLS);
    private static final List<Protocol> TLS_FIRST =
            List.of(Protocol.VERIFIED_TLS, Protocol.UNVERIFIED_TLS, Protocol.PLAIN_HTTP);
    private static final List<Protocol> TLS_ONLY = List.of(Protocol.VERIFIED_TLS, Protocol.UNVERIFIED_TLS);

    private final Insecurity insecurity;
    private final Predicate<String> onLoopback;
    private final boolean sendAuthorizationOverHttp;
    private final HttpTransport verifying;
    private final HttpTransport trusting;
    private final Map<String, Protocol> protocols;
    private final Set<String> redirectsToTls;
    private final Set<String> fellBack;
    private final long maxBody;

    /** Where plain HTTP and unverified TLS will do. */
    public interface Insecurity {

        /** Whether they will do for what this URL names. */
        boolean isAllowed(URL url);

        /**
         * A host has been spoken to like this, for the first time.
         *
         * @param host with its port, where the URL has one
         * @param plainHttp plain HTTP, or else TLS that is not verified
         */
        void used(String host, boolean plainHttp);
    }

    /** What a host may speak. */
    private enum Protocol {
        VERIFIED_TLS,
        UNVERIFIED_TLS,
        PLAIN_HTTP
    }

    /** A form with a secret in it was to go over plain HTTP. */
    public static final class SecretNotSentException extends IOException {

        private static final long serialVersionUID = 1L;

        SecretNotSentException(URL url) {
            super("a refresh token is not sent over plain HTTP to " + url.getAuthority());
        }
    }

    /** A registry that sends its clients from one place to the next. */
    public static final class TooManyRedirectsException extends IOException {

        private static final long serialVersionUID = 1L;

        TooManyRedirectsException(URL url) {
            super(url.getAuthority() + " redirected " + MAX_REDIRECTS + " times, and then once more");
        }
    }

    /** A URL of plain HTTP, such as a registry may give to upload to, where only TLS is allowed. */
    public static final class PlainHttpException extends SSLException {

        private static final long serialVersionUID = 1L;

        private final String host;

        PlainHttpException(URL url) {
            super("plain HTTP is not allowed: http://" + url.getAuthority());
            this.host = url.getAuthority();
        }

        /** With its port, where the URL has one. */
        public String host() {
            return host;
        }
    }

    /**
     * Takes the transports.
     *
     * @param insecurity where plain HTTP and unverified TLS may be fallen back to, and who is told
     * @param onLoopback whether a host is this one: to it credentials may go over plain HTTP, which, where it is allowed, is
     *     tried first there
     * @param sendAuthorizationOverHttp whether credentials may go over plain HTTP to every other host, too
     * @param verifying the transport that verifies TLS certificates
     * @param trusting the transport that trusts every certificate; used only where that is allowed
     */
    public SharedTransportHttpClient(
            Insecurity insecurity,
            Predicate<String> onLoopback,
            boolean sendAuthorizationOverHttp,
            HttpTransport verifying,
            HttpTransport trusting) {
        super(false, sendAuthorizationOverHttp, event -> {}); // which is not asked: it is this class that sends
        this.insecurity = insecurity;
        this.onLoopback = onLoopback;
        this.sendAuthorizationOverHttp = sendAuthorizationOverHttp;
        this.verifying = verifying;
        this.trusting = trusting;
        this.protocols = new ConcurrentHashMap<>();
        this.redirectsToTls = ConcurrentHashMap.newKeySet();
        this.fellBack = ConcurrentHashMap.newKeySet();
        this.maxBody = UNLIMITED;
    }

    private SharedTransportHttpClient(SharedTransportHttpClient other, long maxBody) {
        super(false, other.sendAuthorizationOverHttp, event -> {});
        this.insecurity = other.insecurity;
        this.onLoopback = other.onLoopback;
        this.sendAuthorizationOverHttp = other.sendAuthorizationOverHttp;
        this.verifying = other.verifying;
        this.trusting = other.trusting;
        this.protocols = other.protocols;
        this.redirectsToTls = other.redirectsToTls;
        this.fellBack = other.fellBack;
        this.maxBody = maxBody;
    }

    /**
     * This client for responses that Jib reads whole.
     *
     * @param bytes what none of their bodies may exceed
     */
    public SharedTransportHttpClient limitedTo(long bytes) {
        return new SharedTransportHttpClient(this, bytes);
    }

    /** Whether a server is spoken to over TLS, as far as is known by now. */
    public boolean speaksTls(URL server) {
        Protocol known = protocols.get(server.getAuthority());
        return known == null ? !insecurity.isAllowed(server) : known != Protocol.PLAIN_HTTP;
    }

    /**
     * Sends a request, and follows redirects.
     *
     * @return the response, which the caller closes
     * @throws LocatedResponseException when the response is an error
     * @throws PlainHttpException for a URL of plain HTTP where only TLS is allowed
     * @throws TooManyRedirectsException when there are more than {@value #MAX_REDIRECTS} of them
     */
    @Override
    public Response call(String method, URL url, Request request) throws IOException {
        Question question = new Question(method, url, request.getHeaders(), request.getHttpContent(), false);
        for (int redirects = 0; ; redirects++) {
            try {
                return ask(question);
            } catch (LocatedResponseException e) {
                Optional<Question> next = question.after(e);
                if (next.isEmpty()) {
                    throw e;
                }
                if (redirects == MAX_REDIRECTS) {
                    throw new TooManyRedirectsException(url);
                }
                question = next.get();
            }
        }
    }

    private Response ask(Question question) throws IOException {
        URL url = question.url();
        boolean allowed = insecurity.isAllowed(url);
        if (!isTls(url) && !allowed) {
            throw new PlainHttpException(url);
        }
        if (!isTls(url)) {
            noteFallback(Protocol.PLAIN_HTTP, url);
            return send(verifying, question, url);
        }
        if (!allowed) {
            return send(verifying, question, url);
        }
        Protocol known = protocols.get(url.getAuthority());
        return known == null ? find(question) : send(known, question);
    }

    private void noteFallback(Protocol protocol, URL url) {
        if (protocol != Protocol.VERIFIED_TLS && fellBack.add(url.getAuthority() + protocol)) {
            insecurity.used(url.getAuthority(), protocol == Protocol.PLAIN_HTTP);
        }
    }

    /** Tries one protocol after the other. */
    private Response find(Question question) throws IOException {
        URL url = question.url();
        IOException failure = null;
        boolean isOfTls = false;
        boolean noTls = false;
        for (Protocol protocol : candidates(question)) {
            if (noTls && protocol != Protocol.PLAIN_HTTP) {
                continue;
            }
            try {
                Response response = send(protocol, question);
                found(protocol, url);
                return response;
            } catch (IOException e) {
                if (e instanceof LocatedResponseException error && isFinal(error, protocol)) {
                    if (protocol != Protocol.PLAIN_HTTP || !redirectsToTls(error, url)) {
                        found(protocol, url);
                    }
                    throw e;
                }
                boolean wasNoTls = noTls;
                noTls = String.valueOf(e.getMessage()).contains("Unsupported or unrecognized SSL message"); // the JDK's
                // what a server says to the wrong protocol is not why the right one failed
                if (failure == null || wasNoTls || (protocol != Protocol.PLAIN_HTTP && !noTls && !isOfTls)) {
                    failure = e;
                    isOfTls = protocol != Protocol.PLAIN_HTTP;
                }
                if (!mayBeAnother(e, protocol, url)) {
                    break;
                }
            }
        }
        throw failure;
    }

    private void found(Protocol protocol, URL url) {
        protocols.put(url.getAuthority(), protocol);
        noteFallback(protocol, url);
    }

    /** A server may redirect what it is asked in plain HTTP to TLS on the same port; then it is asked that way from now on. */
    private boolean redirectsToTls(LocatedResponseException response, URL url) {
        boolean toTls = Optional.ofNullable(response.getHeaders().getLocation())
                .filter(location -> Question.isRedirect(response))
                .filter(location -> location.startsWith("https://" + url.getAuthority() + "/"))
                .isPresent();
        if (toTls) {
            redirectsToTls.add(url.getAuthority());
        }
        return toTls;
    }

    private List<Protocol> candidates(Question question) {
        if (redirectsToTls.contains(question.url().getAuthority())) {
            return TLS_ONLY;
        }
        return isPlainMoreLikely(question) ? PLAIN_FIRST : TLS_FIRST;
    }

    private boolean isPlainMoreLikely(Question question) {
        URL url = question.url();
        boolean portOfItsOwn = url.getPort() >= 0 && url.getPort() != TLS_PORT;
        boolean secret = question.headers().getAuthorization() != null
                || question.content() != null
                || url.getQuery() != null
                || !(question.method().equals(HttpMethods.GET)
                        || question.method().equals(HttpMethods.HEAD));
        return onLoopback.test(url.getHost()) || (portOfItsOwn && !secret);
    }

    /** An error is the response to the request, except for what a server says to plain HTTP on its TLS port. */
    private static boolean isFinal(ResponseException error, Protocol protocol) {
        return protocol != Protocol.PLAIN_HTTP || error.getStatusCode() != BAD_REQUEST;
    }

    /** Where nobody listens, nobody speaks anything; but plain HTTP has another default port. */
    private static boolean mayBeAnother(IOException failure, Protocol protocol, URL url) {
        if (failure instanceof ConnectException || failure instanceof ConnectTimeoutException) {
            return url.getPort() < 0;
        }
        return protocol == Protocol.PLAIN_HTTP || failure instanceof SSLException;
    }

    private Response send(Protocol protocol, Question question) throws IOException {
        URL url = question.url();
        return switch (protocol) {
            case VERIFIED_TLS -> send(verifying, question, url);
            case UNVERIFIED_TLS -> send(trusting, question, url);
            case PLAIN_HTTP -> send(verifying, question, new URL("http", url.getHost(), url.getPort(), url.getFile()));
        };
    }

    /** As Jib does it. A registry on this host may give a URL elsewhere, for a token, or to upload to: what goes there is not local. */
    private Response send(HttpTransport transport, Question question, URL url) throws IOException {
        boolean clearAuthorization = !isTls(url) && !sendAuthorizationOverHttp && !onLoopback.test(url.getHost());
        if (clearAuthorization && question.isSecret()) {
            throw new SecretNotSentException(url);
        }
        HttpHeaders headers =
                clearAuthorization ? question.headers().clone().setAuthorization((String) null) : question.headers();
        HttpRequest sent = transport
                .createRequestFactory()
                .buildRequest(question.method(), new GenericUrl(url, question.redirected()), question.content())
                .setFollowRedirects(false)
                .setHeaders(headers);
        try {
            HttpResponse response = sent.execute();
            return maxBody == UNLIMITED ? new Response(response) : new LimitedResponse(response, maxBody);
        } catch (HttpResponseException e) {
            HttpResponseException error =
                    EchoedCredentials.of(question.headers(), question.content()).cutFrom(e);
            throw new LocatedResponseException(error, clearAuthorization, url);
        }
    }

    private static boolean isTls(URL url) {
        return url.getProtocol().equals("https");
    }
}
