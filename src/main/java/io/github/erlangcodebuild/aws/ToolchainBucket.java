package io.github.erlangcodebuild.aws;

/** The place in S3 where the bootstrap puts its toolchain bundles. */
public final class ToolchainBucket {

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

    /** Whether a bucket has the name of our account's. */
    static boolean isOurs(Aws aws, String bucket) {
        return bucket.startsWith("erlang-toolchain-") && bucket.equals(name(aws));
    }

    private static String name(Aws aws) {
        return "erlang-toolchain-" + aws.account() + "-" + aws.region();
    }
}
