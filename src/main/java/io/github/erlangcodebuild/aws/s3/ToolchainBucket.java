package io.github.erlangcodebuild.aws.s3;

import io.github.erlangcodebuild.aws.Aws;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of the bucket that the bootstrap stores its toolchain bundles in, and the places in it. */
public final class ToolchainBucket {

    /** Where a bundle is in the bucket. */
    static final Pattern PLACE = Pattern.compile("^/otp-(?<version>[^/]+)/linux-(?<architecture>[^/]+)/");

    private static final Pattern NAME = Pattern.compile("erlang-toolchain-(?<account>\\d{12})-[a-z0-9-]+");

    private static final Pattern DESCRIPTOR =
            Pattern.compile("otp-(?<version>[^/]+)/linux-(?<architecture>[^/]+)/toolchain\\.json");

    private ToolchainBucket() {}

    /**
     * Where the descriptor of a bundle is, or would be:
     * {@code s3://erlang-toolchain-ACCOUNT-REGION/otp-VERSION/linux-ARCH/toolchain.json}.
     *
     * @param otpVersion the OTP version: {@code 27.1}
     * @param architecture {@code amd64} or {@code arm64}
     */
    public static String location(Aws aws, String otpVersion, String architecture) {
        return "s3://" + name(aws) + "/otp-" + otpVersion + "/linux-" + architecture + "/toolchain.json";
    }

    /** The toolchain that a key is the descriptor of; empty for every other key. */
    static Optional<ListedToolchain> toolchain(String key) {
        Matcher matcher = DESCRIPTOR.matcher(key);
        return matcher.matches()
                ? Optional.of(new ListedToolchain(matcher.group("version"), matcher.group("architecture")))
                : Optional.empty();
    }

    /**
     * The account that must own a bucket with the name of a bootstrap's: the one in its name. Anyone can guess that name
     * and make the bucket first. Empty for every other bucket.
     */
    static Optional<String> owner(String bucket) {
        Matcher matcher = NAME.matcher(bucket);
        return matcher.matches() ? Optional.of(matcher.group("account")) : Optional.empty();
    }

    /** The name of the bucket of this account in this region, which need not be there. */
    public static String name(Aws aws) {
        return "erlang-toolchain-" + aws.account() + "-" + aws.region();
    }
}
