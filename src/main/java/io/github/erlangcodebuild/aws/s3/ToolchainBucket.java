package io.github.erlangcodebuild.aws.s3;

import io.github.erlangcodebuild.aws.Aws;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place in S3 where the bootstrap puts its toolchain bundles. */
public final class ToolchainBucket {

    private static final Pattern NAME = Pattern.compile("erlang-toolchain-(?<account>\\d{12})-[a-z0-9-]+");

    private ToolchainBucket() {}

    /**
     * Where the bundle of this OTP version is, or would be:
     * {@code s3://erlang-toolchain-ACCOUNT-REGION/otp-VERSION/linux-ARCH/toolchain.json}.
     *
     * @param architecture {@code amd64} or {@code arm64}
     */
    public static String location(Aws aws, String otpVersion, String architecture) {
        return "s3://" + name(aws) + "/otp-" + otpVersion + "/linux-" + architecture + "/toolchain.json";
    }

    /**
     * The account that must own a bucket with the name of a bootstrap's: the one in its name. Anyone can guess that name
     * and make the bucket first. Empty for every other bucket.
     */
    static Optional<String> owner(String bucket) {
        Matcher matcher = NAME.matcher(bucket);
        return matcher.matches() ? Optional.of(matcher.group("account")) : Optional.empty();
    }

    /** The bucket of this account in this region. */
    public static String name(Aws aws) {
        return "erlang-toolchain-" + aws.account() + "-" + aws.region();
    }
}
