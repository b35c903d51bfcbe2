package io.github.erlangcodebuild.aws;

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
record EcrHost(String host, String account, String region) {

    private static final Pattern HOST = Pattern.compile(
            "(\\d{12})\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws\\.(?:com(?:\\.cn)?|eu)"
                    + "|on\\.(?:aws|amazonwebservices\\.com\\.cn)|[a-z0-9.]*(?:sgov\\.gov|ic\\.gov|adc-e\\.uk|hci\\.ic\\.gov))");

    /** Empty for every other registry. */
    static Optional<EcrHost> parse(String registry) {
        Matcher matcher = HOST.matcher(registry);
        return matcher.matches()
                ? Optional.of(new EcrHost(registry, matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }
}
