package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.http.Proxies;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.internal.http.loader.DefaultSdkHttpClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.apache.ApacheSdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Has the SDK's own clients go through the user's proxies. A profile with SSO, a role or {@code aws login} makes such clients, and they
 * cannot be given an HTTP client: by themselves they know no proxies but those of {@code -Dhttp.proxyHost} and {@code HTTP_PROXY}.
 *
 * <p>The SDK makes them by a service that it looks for once, in {@value #SETTING} first. So that property is set for just that moment,
 * since other plugins in this JVM may have an SDK of theirs.
 */
final class SdkOwnHttp {

    private static final String SETTING = "software.amazon.awssdk.http.service.impl";

    private static final ThreadLocal<@Nullable Proxies> PROXIES = new ThreadLocal<>();

    private SdkOwnHttp() {}

    /** Does something that makes clients of the SDK's own, on this thread. */
    static <T> T through(Proxies proxies, Supplier<T> work) {
        if (proxies.proxies().isEmpty()) {
            return work.get();
        }
        Registration.done();
        PROXIES.set(proxies);
        try {
            return work.get();
        } finally {
            PROXIES.remove();
        }
    }

    /** Done once, and only where there is a proxy: it makes a client, and getting ready for TLS takes a fifth of a second. */
    private static final class Registration {

        static {
            if (SdkSystemSetting.SYNC_HTTP_SERVICE_IMPL.getStringValue().isEmpty()) {
                System.setProperty(SETTING, Service.class.getName());
                try {
                    // it is the SDK's own, but looks for the service and does nothing else
                    new DefaultSdkHttpClientBuilder()
                            .buildWithDefaults(AttributeMap.empty())
                            .close();
                } finally {
                    System.clearProperty(SETTING);
                }
            }
        }

        private Registration() {}

        static void done() {
            // by the time that this is called
        }
    }

    /** What the SDK finds, and makes an instance of. */
    public static final class Service implements SdkHttpService {

        @Override
        public SdkHttpClient.Builder<?> createHttpClientBuilder() {
            Proxies proxies = PROXIES.get();
            return proxies == null ? new ApacheSdkHttpService().createHttpClientBuilder() : new Builder(proxies);
        }
    }

    /** Without settings of its own. */
    private record Builder(Proxies proxies) implements SdkHttpClient.Builder<Builder> {

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return AwsHttp.client(proxies);
        }
    }
}
