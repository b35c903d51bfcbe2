package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.http.TimeLimits;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/** The one HTTP client of all AWS clients. */
final class AwsHttp {

    /** Such endpoints are emulators on this machine, which no proxy can reach. */
    private static final List<String> LOOPBACK = List.of("localhost", "127\\..*", "\\[?::1\\]?");

    private AwsHttp() {}

    /** Apache's client: Jib brings it along, so it costs no start-up of its own, and it logs in to proxies. */
    static SdkHttpClient client(Proxies proxies) {
        return ApacheHttpClient.builder()
                .connectionTimeout(TimeLimits.DEFAULT.timeout())
                .socketTimeout(TimeLimits.DEFAULT.timeout())
                .connectionAcquisitionTimeout(TimeLimits.DEFAULT.timeout())
                .proxyConfiguration(
                        proxies.forScheme("https").map(AwsHttp::proxy).orElseGet(AwsHttp::systemProxy))
                .build();
    }

    /** The proxy that {@link #client} uses, by host and port, with where it is set; never its login. */
    static Optional<String> proxyInWords(Proxies proxies) {
        return proxies.forScheme("https")
                .map(proxy -> proxy.host() + ":" + proxy.port() + ", from settings.xml")
                .or(() -> Optional.of(systemProxy())
                        .filter(proxy -> proxy.host() != null)
                        .map(proxy -> proxy.host() + ":" + proxy.port() + ", from https.proxyHost or HTTPS_PROXY"));
    }

    private static ProxyConfiguration proxy(Proxies.Proxy proxy) {
        ProxyConfiguration.Builder builder = explicit(proxy.host(), proxy.port(), proxy.nonProxyHostPatterns());
        if (proxy.username() != null && proxy.password() != null) {
            builder.username(proxy.username()).password(proxy.password());
        }
        return builder.build();
    }

    /**
     * The proxy of {@code https.proxyHost} or {@code HTTPS_PROXY}. The SDK reads these only for a proxy that it is to speak
     * TLS with, and {@code http.proxyHost} otherwise.
     */
    private static ProxyConfiguration systemProxy() {
        ProxyConfiguration found = ProxyConfiguration.builder().scheme("https").build();
        if (found.host() == null || found.port() <= 0) {
            return ProxyConfiguration.builder()
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false)
                    .build();
        }
        return explicit(found.host(), found.port(), List.copyOf(found.nonProxyHosts()))
                .username(found.username())
                .password(found.password())
                .build();
    }

    private static ProxyConfiguration.Builder explicit(String host, int port, List<String> nonProxyHosts) {
        Set<String> direct = new HashSet<>(LOOPBACK);
        // the SDK compares with host names in lower case
        nonProxyHosts.forEach(pattern -> direct.add("(?i)" + pattern));
        return ProxyConfiguration.builder()
                .endpoint(URI.create("http://" + host.toLowerCase(Locale.ROOT) + ":" + port))
                .nonProxyHosts(direct)
                .useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false);
    }
}
