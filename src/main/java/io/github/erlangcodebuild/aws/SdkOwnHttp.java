package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.http.Proxies;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.internal.http.loader.DefaultSdkHttpClientBuilder;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.apache.ApacheSdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;
import software.amazon.awssdk.utils.Logger;

/**
 * Has the SDK's own clients go through the user's proxies. A profile with SSO, a role or {@code aws login} makes such clients, and they
 * cannot be given an HTTP client: by themselves they know no proxies but those of {@code -Dhttp.proxyHost} and {@code HTTP_PROXY}.
 *
 * <p>The SDK makes them by a service that it looks for once, in {@value #SETTING} first. There is no other place: of the services that
 * it finds by itself, it prefers its own. So that property is set for just that moment, since other plugins in this JVM may have an SDK
 * of theirs. One that looks for its service in the same moment, in a parallel build, fails to find the class that is named there.
 */
final class SdkOwnHttp {

    private static final String SETTING = "software.amazon.awssdk.http.service.impl";

    private static final Logger LOG = Logger.loggerFor(SdkOwnHttp.class);

    /** Makes the clients of a thread. */
    private static final ThreadLocal<@Nullable Clients> CLIENTS = new ThreadLocal<>();

    private interface Clients extends Supplier<SdkHttpClient> {}

    private SdkOwnHttp() {}

    /** Does something that makes clients of the SDK's own, on this thread. */
    static <T> T through(Proxies proxies, Supplier<T> work) {
        Registration.done();
        return making(() -> AwsHttp.client(proxies), work);
    }

    private static <T> T making(Clients clients, Supplier<T> work) {
        CLIENTS.set(clients);
        try {
            return work.get();
        } finally {
            CLIENTS.remove();
        }
    }

    /** Done once, and before the SDK looks for its service for the first time: it keeps what it has found. */
    private static final class Registration {

        static {
            if (SdkSystemSetting.SYNC_HTTP_SERVICE_IMPL.getStringValue().isEmpty()) {
                String earlier = System.setProperty(SETTING, Service.class.getName());
                try {
                    // it is the SDK's own, but looks for the service and does nothing else
                    making(Unused::new, () -> new DefaultSdkHttpClientBuilder().buildWithDefaults(AttributeMap.empty()))
                            .close();
                } catch (RuntimeException | LinkageError e) {
                    // it goes on without, as the SDK does by itself: who needs the proxy reads that a host was not
                    // reached
                    LOG.debug(() -> "The SDK's own clients do not go through the proxies.", e);
                } finally {
                    restore(earlier);
                }
            }
        }

        private Registration() {}

        private static void restore(@Nullable String earlier) {
            if (earlier == null) {
                System.clearProperty(SETTING);
            } else {
                System.setProperty(SETTING, earlier);
            }
        }

        static void done() {
            // by the time that this is called
        }
    }

    /** What the SDK finds, and makes an instance of. */
    public static final class Service implements SdkHttpService {

        @Override
        public SdkHttpClient.Builder<?> createHttpClientBuilder() {
            Clients clients = CLIENTS.get();
            return clients == null ? new ApacheSdkHttpService().createHttpClientBuilder() : new Builder(clients);
        }
    }

    /** Without settings of its own. */
    private record Builder(Clients clients) implements SdkHttpClient.Builder<Builder> {

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return clients.get();
        }
    }

    /** Made while the SDK looks for the service: getting a true one ready for TLS takes a fifth of a second, and may fail. */
    private static final class Unused implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            throw new IllegalStateException("the SDK was to look for its service, and to send nothing");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
