package io.github.erlangcodebuild.aws.s3;

/**
 * A toolchain in the bucket, as its key names it.
 *
 * @param otpVersion {@code 27.1}
 * @param architecture {@code amd64} or {@code arm64}
 */
public record ListedToolchain(String otpVersion, String architecture) {}
