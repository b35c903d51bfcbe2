package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Proxies;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * One AWS session: region, credentials and clients, each made when it is first needed. A run that needs nothing of AWS
 * makes none of them, and sends nothing.
 */
public final class Aws implements AutoCloseable {

    private final AwsSettings settings;
    private final IamPolicy policy;
    private final AwsClients clients;
    private final Consumer<String> warnings;

    private Regions.@Nullable Resolved region;
    private boolean warned;

    @Nullable
    private Identity identity;

    /** Not guarded as the others are: it is asked for while a call may hang. */
    @Nullable
    private volatile Duration clockSkew;

    /**
     * A session, which asks AWS for nothing yet.
     *
     * @param policy what the goal that this session is for needs in all: the explanation of a denied call shows it
     * @param warnings takes whole sentences
     */
    public Aws(AwsSettings settings, IamPolicy policy, Consumer<String> warnings) {
        SdkLogs.keepSecrets();
        this.settings = settings;
        this.policy = policy;
        this.warnings = warnings;
        this.clients = new AwsClients(settings);
    }

    /** How to reach AWS, as the user set it. */
    public AwsSettings settings() {
        return settings;
    }

    /** The region: as the user set it, else where it is usually set, else {@code us-east-1} with a warning. */
    public synchronized String region() {
        Regions.Resolved found = resolved();
        if (found.isDefault() && !warned) {
            warned = true;
            warnings.accept(
                    "No AWS region is set, so this is about " + found.region().id()
                            + ". For another, set -Derlang-codebuild.region=…, AWS_REGION, or the region of a profile.");
        }
        return found.region().id();
    }

    /** Whether something says which region, so that it is not only the default. Warns of nothing. */
    public boolean isRegionSet() {
        return !resolved().isDefault();
    }

    private synchronized Regions.Resolved resolved() {
        if (region == null) {
            region = Regions.resolve(settings);
        }
        return region;
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
    public String account() {
        return identity().account();
    }

    /**
     * Whose credentials these are ({@code sts:GetCallerIdentity}).
     *
     * @throws ActionableException when there are no credentials, or they are not accepted
     */
    public synchronized Identity identity() {
        if (identity == null) {
            String purpose = "find out which account this is";
            try (StsClient sts = clients.sts(region())) {
                GetCallerIdentityResponse answer = sts.getCallerIdentity();
                clockSkew =
                        ClockOffset.of(answer.sdkHttpResponse(), Instant.now()).orElse(null);
                identity = new Identity(answer.account(), answer.arn());
            } catch (SdkException e) {
                clockSkew = ClockOffset.of(e, Instant.now()).orElse(null);
                throw failures(region()).explain(purpose, "sts:GetCallerIdentity", "*", e);
            } catch (MissingCredentialsException e) {
                throw e.neededTo(purpose);
            }
        }
        return identity;
    }

    /**
     * Whom AWS sees.
     *
     * @param account the account's twelve digits
     * @param arn of the user, or of the session of a role
     */
    public record Identity(String account, String arn) {}

    /**
     * How far this machine's clock is ahead of AWS's, negative where it is behind: by what STS said with {@link #identity},
     * in seconds. Empty before that, and where nothing answered.
     */
    public Optional<Duration> clockSkew() {
        return Optional.ofNullable(clockSkew);
    }

    /**
     * Where the credentials come from, in words: {@code environment variables}, {@code profile 'ci'}.
     *
     * @throws ActionableException when there are none
     */
    public String credentialsSource() {
        return clients.credentialsSource();
    }

    /** The region with where it is set: {@code eu-west-1, from AWS_REGION}. */
    public String regionWithOrigin() {
        return withOrigin(region());
    }

    /** The proxy of https requests, without its login: {@code proxy.example.com:3128, from settings.xml}. */
    public Optional<String> proxy() {
        return settings.proxies().forScheme("https").map(Proxies.Proxy::toString);
    }

    /** The client for ECR in a region. */
    public EcrClient ecr(String inRegion) {
        return clients.ecr(inRegion);
    }

    /** The client for ECR Public, which has one endpoint for all regions of its partition. */
    public EcrPublicClient ecrPublic() {
        return clients.ecrPublic();
    }

    /** The client for S3; it follows buckets into other regions. What it streams may take as long as it takes. */
    public S3Client s3() {
        return clients.s3(region());
    }

    /**
     * As {@link #s3}, for bundles: it tries nothing again, since a transfer that failed is tried again whole, and each of its
     * attempts would otherwise be several.
     */
    public S3Client bundles() {
        return clients.bundles(region());
    }

    /** The client for CloudFormation. */
    public CloudFormationClient cloudFormation() {
        return clients.cloudFormation(region());
    }

    /** The client for CodeBuild. */
    public CodeBuildClient codeBuild() {
        return clients.codeBuild(region());
    }

    /** The client for CloudWatch Logs. */
    public CloudWatchLogsClient logs() {
        return clients.logs(region());
    }

    /** The client for IAM. */
    public IamClient iam() {
        return clients.iam(region());
    }

    /** The partition of a region: {@code aws}, {@code aws-cn}, {@code aws-us-gov}; {@code aws} for an unknown one. */
    public static String partition(String ofRegion) {
        return PartitionMetadata.of(Region.of(ofRegion)).id();
    }

    /**
     * Where a person sees a region: {@code https://us-east-1.console.aws.amazon.com}. Empty for partitions whose console has an address
     * that AWS does not publish.
     */
    public static Optional<String> console(String ofRegion) {
        @Nullable
        String domain =
                switch (partition(ofRegion)) {
                    case "aws" -> "console.aws.amazon.com";
                    case "aws-cn" -> "console.amazonaws.cn";
                    case "aws-us-gov" -> "console.amazonaws-us-gov.com";
                    case "aws-eusc" -> "console.amazonaws-eusc.eu";
                    default -> null;
                };
        return Optional.ofNullable(domain).map(known -> "https://" + ofRegion + "." + known);
    }

    /**
     * The ARN of something in this account and region. It asks STS for the account, if that is not known yet.
     *
     * @param service {@code codebuild}
     * @param resource {@code project/erlang}
     */
    public String arn(String service, String resource) {
        return "arn:" + partition(region()) + ":" + service + ":" + region() + ":" + account() + ":" + resource;
    }

    /** Explains failed calls in this session's own region. */
    public AwsFailures failures() {
        return failures(region());
    }

    /** Explains failed calls in a region. */
    public AwsFailures failures(String inRegion) {
        return new AwsFailures(new Caller(settings.profile(), withOrigin(inRegion), partition(inRegion), policy));
    }

    /** This session's own region with where it was found; another one, a registry's say, is what the user named. */
    private synchronized String withOrigin(String inRegion) {
        return region != null && region.region().id().equals(inRegion) ? inRegion + ", " + region.origin() : inRegion;
    }

    @Override
    public void close() {
        clients.close();
    }
}
