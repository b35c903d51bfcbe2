package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host name of a private registry in Amazon ECR, in any partition, dual-stack and FIPS included.
 *
 * @param host the whole name
 * @param account the registry's account
 * @param region its region
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/ecr.html">Amazon ECR endpoints</a>
 */
public record EcrHost(String host, String account, String region) {

    /** Nothing looser: whoever has such a name gets our token. The isolated partitions' names are the SDK's. */
    private static final String IPV4 = "(?<account>\\d{12})\\.dkr\\.ecr(?:-fips)?\\.(?<region>[a-z0-9-]+)\\."
            + "(?:amazonaws\\.com|amazonaws\\.com\\.cn|amazonaws\\.eu|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov"
            + "|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)";

    private static final String DUAL_STACK = "(?<account>\\d{12})\\.dkr-ecr(?:-fips)?\\.(?<region>[a-z0-9-]+)\\."
            + "on\\.(?:aws|amazonwebservices\\.com\\.cn|amazonwebservices\\.eu)";

    private static final Pattern[] HOSTS = {Pattern.compile(IPV4), Pattern.compile(DUAL_STACK)};

    /** Empty for every other registry. */
    public static Optional<EcrHost> parse(String registry) {
        for (Pattern host : HOSTS) {
            Matcher matcher = host.matcher(registry);
            if (matcher.matches()) {
                return Optional.of(new EcrHost(registry, matcher.group("account"), matcher.group("region")));
            }
        }
        return Optional.empty();
    }

    /** Whether another host is the same registry: each has names for IPv4, for dual stack, and for FIPS. */
    boolean isSameRegistry(EcrHost other) {
        return account.equals(other.account) && region.equals(other.region);
    }

    /** The ARN of a repository in it. */
    public String repositoryArn(String repository) {
        return "arn:" + Aws.partition(region) + ":ecr:" + region + ":" + account + ":repository/" + repository;
    }

    /**
     * The registry that an image is in; empty for one that is not in Amazon ECR.
     *
     * @param image as CodeBuild names it: {@code HOST/REPOSITORY:TAG}, {@code aws/codebuild/…}
     */
    public static Optional<EcrHost> ofImage(String image) {
        return ImageReference.find(image).map(ImageReference::registry).flatMap(EcrHost::parse);
    }
}
