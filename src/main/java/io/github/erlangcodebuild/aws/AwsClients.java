package io.github.erlangcodebuild.aws;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** The SDK's clients of one session, which share an HTTP client and credentials. Each is made when it is first needed. */
final class AwsClients implements AutoCloseable {

    /** How long one attempt of a call may take that answers with a few lines. */
    private static final Duration CALL_ATTEMPT = Duration.ofSeconds(30);

    private final AwsSettings settings;
    private final Map<String, EcrClient> ecr = new ConcurrentHashMap<>();

    @Nullable
    private SdkHttpClient http;

    @Nullable
    private ExplainedCredentials credentials;

    @Nullable
    private EcrPublicClient ecrPublic;

    @Nullable
    private S3Client s3;

    @Nullable
    private S3Client bundles;

    @Nullable
    private CloudFormationClient cloudFormation;

    @Nullable
    private CodeBuildClient codeBuild;

    @Nullable
    private CloudWatchLogsClient logs;

    @Nullable
    private IamClient iam;

    AwsClients(AwsSettings settings) {
        this.settings = settings;
    }

    /** A client for STS, which its caller closes. */
    StsClient sts(String region) {
        return configure(StsClient.builder(), region)
                .overrideConfiguration(shortCalls())
                .build();
    }

    EcrClient ecr(String region) {
        return ecr.computeIfAbsent(region, name -> configure(EcrClient.builder(), name)
                .overrideConfiguration(shortCalls())
                .build());
    }

    /** It follows buckets into other regions. What it streams may take as long as it takes. */
    synchronized S3Client s3(String region) {
        if (s3 == null) {
            s3 = s3(region, named().build());
        }
        return s3;
    }

    /** As {@link #s3}, but it tries nothing again. */
    synchronized S3Client bundles(String region) {
        if (bundles == null) {
            bundles = s3(region, named().retryStrategy(onlyWithTheRightClock()).build());
        }
        return bundles;
    }

    private S3Client s3(String region, ClientOverrideConfiguration configuration) {
        return configure(S3Client.builder(), region)
                .overrideConfiguration(configuration)
                .crossRegionAccessEnabled(true)
                .build();
    }

    /** Where this machine's clock is wrong, the SDK learns the time from the refusal, and signs the request anew. */
    private static RetryStrategy onlyWithTheRightClock() {
        return StandardRetryStrategy.builder()
                .useClientDefaults(false)
                .maxAttempts(2)
                .retryOnException(
                        failure -> failure instanceof AwsServiceException answered && answered.isClockSkewException())
                .build();
    }

    /** ECR Public has its API in us-east-1 alone, whatever the region. */
    synchronized EcrPublicClient ecrPublic() {
        if (ecrPublic == null) {
            ecrPublic = configure(EcrPublicClient.builder(), "us-east-1")
                    .overrideConfiguration(shortCalls())
                    .build();
        }
        return ecrPublic;
    }

    synchronized CloudFormationClient cloudFormation(String region) {
        if (cloudFormation == null) {
            cloudFormation = configure(CloudFormationClient.builder(), region)
                    .overrideConfiguration(shortCalls())
                    .build();
        }
        return cloudFormation;
    }

    synchronized CodeBuildClient codeBuild(String region) {
        if (codeBuild == null) {
            codeBuild = configure(CodeBuildClient.builder(), region)
                    .overrideConfiguration(shortCalls().toBuilder()
                            .addExecutionInterceptor(WireJson.interceptor())
                            .build())
                    .build();
        }
        return codeBuild;
    }

    synchronized CloudWatchLogsClient logs(String region) {
        if (logs == null) {
            logs = configure(CloudWatchLogsClient.builder(), region)
                    .overrideConfiguration(shortCalls())
                    .build();
        }
        return logs;
    }

    /** IAM has one endpoint for each partition; the region says which partition. */
    synchronized IamClient iam(String region) {
        if (iam == null) {
            iam = configure(IamClient.builder(), region)
                    .overrideConfiguration(shortCalls())
                    .build();
        }
        return iam;
    }

    /** Where the credentials come from, in words. */
    String credentialsSource() {
        return CredentialsSource.of(credentials().resolveCredentials(), settings.profile());
    }

    @Override
    public synchronized void close() {
        ecr.values().forEach(EcrClient::close);
        for (SdkClient client : new SdkClient[] {ecrPublic, s3, bundles, cloudFormation, codeBuild, logs, iam}) {
            if (client != null) {
                client.close();
            }
        }
        if (credentials != null) {
            credentials.close();
        }
        if (http != null) {
            http.close();
        }
    }

    private <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B configure(B builder, String region) {
        return builder.region(Region.of(region))
                .credentialsProvider(credentials())
                .httpClient(http());
    }

    private ClientOverrideConfiguration shortCalls() {
        return named().apiCallAttemptTimeout(CALL_ATTEMPT).build();
    }

    private ClientOverrideConfiguration.Builder named() {
        return ClientOverrideConfiguration.builder()
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_PREFIX, settings.userAgent());
    }

    private synchronized ExplainedCredentials credentials() {
        if (credentials == null) {
            credentials = ExplainedCredentials.of(settings.profile(), settings.proxies());
        }
        return credentials;
    }

    private synchronized SdkHttpClient http() {
        if (http == null) {
            http = AwsHttp.client(settings.proxies());
        }
        return http;
    }
}
