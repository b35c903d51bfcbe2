package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.ActionableException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The hosts that may be spoken to in plain HTTP, or over TLS whose certificate is not verified. Never one of AWS's: what poses as it
 * would get a token of Amazon ECR, or supply the base of every image.
 *
 * @param hosts in lower case: a name, which means all its ports, or a name with a port
 */
public record InsecureHosts(Set<String> hosts) {

    /**
     * What AWS's hosts end with: the DNS suffixes of its partitions, its top-level domain ({@code public.ecr.aws},
     * {@code *.on.aws}, {@code *.api.aws}), and where its public registry keeps blobs.
     */
    private static final List<String> AWS = List.of(
            "amazonaws.com",
            "amazonaws.com.cn",
            "amazonaws.eu",
            "amazonwebservices.com.cn",
            "amazonwebservices.eu",
            "aws",
            "c2s.ic.gov",
            "aws.ic.gov",
            "sc2s.sgov.gov",
            "aws.scloud",
            "cloud.adc-e.uk",
            "cloud-aws.adc-e.uk",
            "csp.hci.ic.gov",
            "aws.hci.ic.gov",
            "cloudfront.net");

    /** As Docker tells a host from the first part of a repository's name: it has a dot or a port, or is localhost. */
    private static final Pattern HOST = Pattern.compile(
            "(?:localhost|\\[[0-9a-f:.]+]|(?=.*[.:])[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\\.?)(?::\\d{1,5})?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern PORT = Pattern.compile(":\\d+$");

    public InsecureHosts {
        hosts = Set.copyOf(hosts);
    }

    /** No host at all. */
    public static InsecureHosts none() {
        return new InsecureHosts(Set.of());
    }

    /**
     * Reads the parameter {@code allowInsecureRegistries}.
     *
     * @param values {@code false} or nothing; {@code true}, which is the registries of this push, on all ports; or hosts, with a
     *     port where only that one is meant
     * @param registries those of this push, its target's and its base's, with the port where there is one
     * @throws ActionableException when a value is none of that, or is a host of AWS
     */
    public static InsecureHosts parse(List<String> values, String... registries) {
        List<String> given = values.stream()
                .map(value -> value.trim().toLowerCase(Locale.ROOT))
                .filter(value -> !value.isEmpty())
                .toList();
        if (given.isEmpty() || given.equals(List.of("false"))) {
            return none();
        }
        if (given.equals(List.of("true"))) {
            return new InsecureHosts(
                    Arrays.stream(registries).map(InsecureHosts::withoutPort).collect(Collectors.toSet()));
        }
        given.forEach(InsecureHosts::require);
        return new InsecureHosts(given.stream().map(InsecureHosts::normal).collect(Collectors.toSet()));
    }

    /**
     * Whether a host is among them. None of AWS's ever is.
     *
     * @param host as a URL has it
     * @param port the port that is spoken to
     */
    public boolean include(String host, int port) {
        String name = normal(host);
        return !isAws(name) && (hosts.contains(name) || hosts.contains(name + ":" + port));
    }

    /** Whether a host is one of AWS's, by its name. */
    static boolean isAws(String host) {
        String name = withoutPort(host);
        return AWS.stream().anyMatch(suffix -> name.equals(suffix) || name.endsWith("." + suffix));
    }

    /** What to set the parameter to, for a registry that a request failed to; empty for one of AWS's. */
    static Optional<String> remedy(String registry) {
        return isAws(registry)
                ? Optional.empty()
                : Optional.of("-Derlang-codebuild.allowInsecureRegistries=" + registry);
    }

    private static void require(String value) {
        if (!HOST.matcher(value).matches()) {
            throw new ActionableException(
                    "allowInsecureRegistries has '" + value + "', which is neither true nor false nor a host.",
                    "Set -Derlang-codebuild.allowInsecureRegistries=HOST, HOST:PORT, or several with commas between them;"
                            + " or true for the registries of this push.");
        }
        if (isAws(value)) {
            throw new ActionableException(
                    "allowInsecureRegistries names " + value + ", a host of AWS.",
                    "Take it out: AWS's hosts are spoken to over verified TLS only. If a proxy here looks into TLS, import"
                            + " its certificate authority into the trust store that Maven runs with"
                            + " (MAVEN_OPTS=-Djavax.net.ssl.trustStore=…).");
        }
    }

    private static String withoutPort(String registry) {
        return normal(PORT.matcher(registry).replaceFirst(""));
    }

    /** A dot at the end of a name is the root of all names. */
    private static String normal(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst("\\.(?=$|:\\d+$)", "");
    }
}
