package io.github.erlangcodebuild.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.auth.AuthSchemeProvider;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.client.config.AuthSchemes;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.impl.auth.BasicSchemeFactory;
import org.apache.http.impl.auth.DigestSchemeFactory;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Proxies for a client of Apache's that others make, such as the AWS SDK, and keep the contexts of its requests to themselves. It remembers
 * the context of the last request of each thread, so that a failure of its proxy can be told from one of its server.
 */
public final class RememberingRoutePlanner extends ProxyRoutePlanner {

    private static final ThreadLocal<@Nullable HttpContext> CONTEXT = new ThreadLocal<>();

    public RememberingRoutePlanner(Proxies proxies) {
        super(proxies);
    }

    /** What these proxies are given when they ask for credentials. */
    public static CredentialsProvider logins(Proxies proxies) {
        return credentials(proxies);
    }

    /** How to log in to them. */
    public static Registry<AuthSchemeProvider> loginSchemes() {
        return RegistryBuilder.<AuthSchemeProvider>create()
                .register(AuthSchemes.DIGEST, new DigestSchemeFactory())
                .register(AuthSchemes.BASIC, new BasicSchemeFactory())
                .build();
    }

    /** Why the last request of this thread got no answer: what was thrown, or that its proxy could not be reached. */
    public static IOException explain(IOException failure) {
        return last().map(context -> ProxyFailures.explain(context, failure)).orElse(failure);
    }

    /** Whether the answer to the last request of this thread is its proxy's. */
    public static boolean isOfProxy(int status) {
        return last().filter(context -> ProxyFailures.isOfProxy(context, status))
                .isPresent();
    }

    /** What to throw for such an answer: see {@link ProxyFailures#refusal}. */
    public static ProxyUnavailableException refusal(int status, List<String> challenges, InputStream body)
            throws IOException {
        return ProxyFailures.refusal(last().orElseThrow(), status, challenges, body);
    }

    /** The last request of this thread is over. */
    public static void forget() {
        CONTEXT.remove();
    }

    @Override
    @Nullable
    protected HttpHost determineProxy(HttpHost target, HttpRequest request, HttpContext context) {
        CONTEXT.set(context);
        return super.determineProxy(target, request, context);
    }

    private static Optional<HttpContext> last() {
        return Optional.ofNullable(CONTEXT.get());
    }
}
