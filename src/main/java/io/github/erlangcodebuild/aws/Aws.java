package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One AWS session: region, credentials and clients, each made when it is first needed. A run that needs nothing of AWS
 * makes none of them, and sends nothing.
 */
public final class Aws implements AutoCloseable {

    /** How long one attempt of a call may take that answers with a few lines. */
    private static final Duration CALL_ATTEMPT = Duration.ofSeconds(30);

    private final AwsSettings settings;
    private final IamPolicy policy;
    private final Map<String, EcrClient> ecr = new ConcurrentHashMap<>();

    @Nullable
    private SdkHttpClient http;

    @Nullable
    private ExplainedCredentials credentials;

    private Regions.@Nullable Found region;

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
    private String account;

    /**
     * Asks AWS for nothing yet.
     *
     * @param policy what the goal needs that this session is for: a denied call names it
     */
    public Aws(AwsSettings settings, IamPolicy policy) {
        SdkLogs.keepSecrets();
        this.settings = settings;
        this.policy = policy;
    }

    /** What the user said of how to reach AWS. */
    public AwsSettings settings() {
        return settings;
    }

    /** The region: as the user set it, else from the SDK's chain, else {@code us-east-1}. */
    public synchronized String region() {
        if (region == null) {
            region = Regions.find(settings);
        }
        return region.region().id();
    }

    /** The profile that the user named. */
    public Optional<String> profile() {
        return settings.profile();
    }

    /**
     * The account that the credentials belong to ({@code sts:GetCallerIdentity}).
     *
     * @throws ActionableException when there are no credentials, or they are not accepted
     */
    public synchronized String account() {
        if (account == null) {
            String purpose = "find out which account this is";
            try (StsClient sts = configure(StsClient.builder(), region())
                    .overrideConfiguration(shortCalls())
                    .build()) {
                account = sts.getCallerIdentity().account();
            } catch (SdkException e) {
                throw failures(region()).explain(purpose, "sts:GetCallerIdentity", "*", e);
            } catch (MissingCredentialsException e) {
                throw e.neededTo(purpose);
            }
        }
        return account;
    }

    /** The client for ECR in a region. */
    public EcrClient ecr(String inRegion) {
        return ecr.computeIfAbsent(inRegion, name -> configure(EcrClient.builder(), name)
                .overrideConfiguration(shortCalls())
                .build());
    }

    /** The client for S3; it follows buckets into other regions. What it streams may take as long as it takes. */
    public synchronized S3Client s3() {
        if (s3 == null) {
            s3 = s3(named().build());
        }
        return s3;
    }

    /**
     * The same, for bundles: it tries nothing again, since a transfer that failed is tried again whole, and each of its
     * attempts would otherwise be several.
     */
    public synchronized S3Client bundles() {
        if (bundles == null) {
            bundles = s3(named().retryStrategy(onlyWithTheRightClock()).build());
        }
        return bundles;
    }

    private S3Client s3(ClientOverrideConfiguration configuration) {
        return configure(S3Client.builder(), region())
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

    /** The client for CloudFormation. */
    public synchronized CloudFormationClient cloudFormation() {
        if (cloudFormation == null) {
            cloudFormation = configure(CloudFormationClient.builder(), region())
                    .overrideConfiguration(shortCalls())
                    .build();
        }
        return cloudFormation;
    }

    /** The client for CodeBuild. */
    public synchronized CodeBuildClient codeBuild() {
        if (codeBuild == null) {
            codeBuild = configure(CodeBuildClient.builder(), region())
                    .overrideConfiguration(shortCalls())
                    .build();
        }
        return codeBuild;
    }

    /** The client for CloudWatch Logs. */
    public synchronized CloudWatchLogsClient logs() {
        if (logs == null) {
            logs = configure(CloudWatchLogsClient.builder(), region())
                    .overrideConfiguration(shortCalls())
                    .build();
        }
        return logs;
    }

    /** The partition of a region: {@code aws}, {@code aws-cn}, {@code aws-us-gov}; {@code aws} for one not heard of. */
    public static String partition(String ofRegion) {
        return PartitionMetadata.of(Region.of(ofRegion)).id();
    }

    /** Where a person sees a region: {@code https://us-east-1.console.aws.amazon.com}. */
    public static String console(String ofRegion) {
        String domain =
                switch (partition(ofRegion)) {
                    case "aws-cn" -> "console.amazonaws.cn";
                    case "aws-us-gov" -> "console.amazonaws-us-gov.com";
                    default -> "console.aws.amazon.com";
                };
        return "https://" + ofRegion + "." + domain;
    }

    /**
     * The ARN of something in this account and region.
     *
     * @param service {@code codebuild}
     * @param resource {@code project/erlang}
     */
    public String arn(String service, String resource) {
        return "arn:" + partition(region()) + ":" + service + ":" + region() + ":" + account() + ":" + resource;
    }

    /** Explains what calls in this session's own region came to. */
    public AwsFailures failures() {
        return failures(region());
    }

    /** Explains what calls in a region came to. */
    public AwsFailures failures(String inRegion) {
        return new AwsFailures(new Caller(settings.profile(), withOrigin(inRegion), partition(inRegion), policy));
    }

    /** This session's own region with where it was found; another one, a registry's say, is what the user named. */
    private synchronized String withOrigin(String inRegion) {
        return region != null && region.region().id().equals(inRegion) ? inRegion + ", " + region.origin() : inRegion;
    }

    @Override
    public synchronized void close() {
        ecr.values().forEach(EcrClient::close);
        for (SdkClient client : new SdkClient[] {s3, bundles, cloudFormation, codeBuild, logs}) {
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

    private <
                    B extends
                            AwsSyncClientBuilder<B, ?>
                                    & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, ?>>
            B configure(B builder, String inRegion) {
        return builder.region(Region.of(inRegion))
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
            credentials = ExplainedCredentials.of(settings.profile());
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
