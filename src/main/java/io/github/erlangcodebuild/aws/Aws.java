package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Proxies;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One AWS session: region, credentials and clients, each made when it is first needed. A run that needs nothing of AWS
 * makes none of them, and sends nothing.
 */
public final class Aws implements AutoCloseable {

    private static final Region LAST_RESORT = Region.US_EAST_1;

    private final AwsSettings settings;
    private final Map<String, EcrClient> ecr = new ConcurrentHashMap<>();

    @Nullable
    private SdkHttpClient http;

    @Nullable
    private AwsCredentialsProvider credentials;

    @Nullable
    private Region region;

    @Nullable
    private S3Client s3;

    @Nullable
    private String account;

    public Aws(AwsSettings settings) {
        this.settings = settings;
    }

    /** The region: as the user set it, else from the SDK's chain, else {@code us-east-1}. */
    public synchronized String region() {
        if (region == null) {
            region = findRegion();
        }
        return region.id();
    }

    /**
     * The account that the credentials belong to ({@code sts:GetCallerIdentity}).
     *
     * @throws ActionableException when there are no credentials, or they are not accepted
     */
    public synchronized String account() {
        if (account == null) {
            try (StsClient sts = StsClient.builder()
                    .region(Region.of(region()))
                    .credentialsProvider(credentials())
                    .httpClient(http())
                    .build()) {
                account = sts.getCallerIdentity().account();
            } catch (SdkException e) {
                throw failures().explain("find out which account this is", "sts:GetCallerIdentity", "*", e);
            }
        }
        return account;
    }

    /** The client for ECR in a region. */
    EcrClient ecr(String inRegion) {
        return ecr.computeIfAbsent(inRegion, name -> EcrClient.builder()
                .region(Region.of(name))
                .credentialsProvider(credentials())
                .httpClient(http())
                .build());
    }

    /** The client for S3; it follows buckets into other regions. */
    synchronized S3Client s3() {
        if (s3 == null) {
            s3 = S3Client.builder()
                    .region(Region.of(region()))
                    .crossRegionAccessEnabled(true)
                    .credentialsProvider(credentials())
                    .httpClient(http())
                    .build();
        }
        return s3;
    }

    /** The partition of a region: {@code aws}, {@code aws-cn}, {@code aws-us-gov}. */
    String partition(String ofRegion) {
        return Region.of(ofRegion).metadata().partition().id();
    }

    AwsFailures failures() {
        return new AwsFailures(settings.profile());
    }

    @Override
    public synchronized void close() {
        ecr.values().forEach(EcrClient::close);
        if (s3 != null) {
            s3.close();
        }
        if (credentials instanceof AutoCloseable closeable) {
            closeQuietly(closeable);
        }
        if (http != null) {
            http.close();
        }
    }

    private Region findRegion() {
        if (settings.region().isPresent()) {
            return Region.of(settings.region().get());
        }
        DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
        settings.profile().ifPresent(chain::profileName);
        try {
            return chain.build().getRegion();
        } catch (SdkException e) {
            return LAST_RESORT; // nobody named one, which is how the chain says it
        }
    }

    private synchronized AwsCredentialsProvider credentials() {
        if (credentials == null) {
            credentials = settings.profile()
                    .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                    .orElseGet(() -> DefaultCredentialsProvider.builder().build());
        }
        return credentials;
    }

    /** Apache's client: Jib brings it along, so it costs no start-up of its own, and it logs in to proxies. */
    private synchronized SdkHttpClient http() {
        if (http == null) {
            ApacheHttpClient.Builder builder = ApacheHttpClient.builder();
            proxy(settings.proxies()).ifPresent(builder::proxyConfiguration);
            http = builder.build();
        }
        return http;
    }

    /** The user's proxy for https; without one the SDK honours the JVM's properties and {@code HTTPS_PROXY}. */
    private static Optional<ProxyConfiguration> proxy(Proxies proxies) {
        return proxies.forScheme("https").map(proxy -> {
            ProxyConfiguration.Builder builder = ProxyConfiguration.builder()
                    .endpoint(URI.create("http://" + proxy.host() + ":" + proxy.port()))
                    .nonProxyHosts(Set.copyOf(proxy.nonProxyHostPatterns()));
            if (proxy.username() != null && proxy.password() != null) {
                builder.username(proxy.username()).password(proxy.password());
            }
            return builder.build();
        });
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("credentials cannot be closed", e);
        }
    }
}
