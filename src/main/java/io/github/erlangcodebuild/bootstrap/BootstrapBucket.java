package io.github.erlangcodebuild.bootstrap;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsFailures;
import io.github.erlangcodebuild.aws.s3.ToolchainBucket;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor.Layer;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bucket of the bootstrap, as the goal uses it: for toolchains that are there already, and for the scripts of a build.
 * Every request carries the account that must own it, since anyone can guess its name and make it first.
 */
final class BootstrapBucket {

    private final Aws aws;

    BootstrapBucket(Aws aws) {
        this.aws = aws;
    }

    /** Whether it is there, in this account. */
    boolean exists() {
        String bucket = ToolchainBucket.name(aws);
        try {
            aws.s3().headBucket(request -> request.bucket(bucket).expectedBucketOwner(aws.account()));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            if (isForeignOrDenied(e)) {
                throw foreignOrDenied(bucket, "s3:ListBucket", e);
            }
            throw explain("look for the bucket " + bucket, "s3:ListBucket", URI.create("s3://" + bucket), e);
        } catch (SdkException e) {
            throw explain("look for the bucket " + bucket, "s3:ListBucket", URI.create("s3://" + bucket), e);
        }
    }

    /**
     * What is at a toolchain's place.
     *
     * @param toolchain the descriptor of a toolchain that can be used; empty when there is none
     * @param problem why what is there cannot be used; empty when there is nothing, or nothing wrong
     */
    record Found(Optional<ToolchainDescriptor> toolchain, Optional<String> problem) {

        private static final Found NOTHING = new Found(Optional.empty(), Optional.empty());
    }

    /** What is at a toolchain's place now: its descriptor is read, and its layer is looked at. */
    Found find(URI location) {
        Optional<byte[]> json = read(location);
        if (json.isEmpty()) {
            return Found.NOTHING;
        }
        ToolchainDescriptor toolchain;
        try {
            toolchain = ToolchainDescriptor.parse(json.get(), location);
        } catch (ActionableException e) {
            return new Found(Optional.empty(), Optional.of(e.problem()));
        }
        Optional<String> problem = problem(location, toolchain.layer());
        return new Found(Optional.of(toolchain).filter(whole -> problem.isEmpty()), problem);
    }

    private Optional<byte[]> read(URI location) {
        try {
            return Optional.of(aws.s3()
                    .getObjectAsBytes(request -> request.bucket(location.getAuthority())
                            .key(location.getPath().substring(1))
                            .expectedBucketOwner(aws.account()))
                    .asByteArray());
        } catch (SdkException e) {
            return nothing(location, e);
        }
    }

    /** Why a layer is not its descriptor's, as far as that can be told without reading it; empty when it is. */
    private Optional<String> problem(URI descriptor, Layer layer) {
        String path = descriptor.getPath();
        String key = path.substring(1, path.lastIndexOf('/') + 1) + layer.file();
        String name = "Its layer s3://" + descriptor.getAuthority() + "/" + key;
        Optional<HeadObjectResponse> found;
        try {
            found = Optional.of(aws.s3().headObject(request -> request.bucket(descriptor.getAuthority())
                    .key(key)
                    .checksumMode(ChecksumMode.ENABLED)
                    .expectedBucketOwner(aws.account())));
        } catch (SdkException e) {
            found = nothing(descriptor.resolve(path.substring(0, path.lastIndexOf('/') + 1)), e);
        }
        if (found.isEmpty()) {
            return Optional.of(name + " is not there.");
        }
        long size = Optional.ofNullable(found.get().contentLength()).orElse(layer.size());
        if (size != layer.size()) {
            return Optional.of(
                    name + " has " + size + " bytes, and the descriptor is of one of " + layer.size() + " bytes.");
        }
        String expected = Base64.getEncoder()
                .encodeToString(HexFormat.of().parseHex(layer.digest().hex()));
        return Optional.ofNullable(found.get().checksumSHA256())
                .filter(checksum -> !checksum.contains("-")) // that of an upload in parts is not one of the bytes
                .filter(checksum -> !checksum.equals(expected))
                .map(checksum -> name + " has the SHA-256 " + checksum + ", and the descriptor is of one of " + expected
                        + " (" + layer.digest() + ").");
    }

    /** Empty for what is not there; all other failures are thrown. */
    private <T> Optional<T> nothing(URI location, SdkException failure) {
        if (failure instanceof S3Exception answered) {
            if (answered.statusCode() == 404) {
                return Optional.empty();
            }
            if (isForeignOrDenied(answered)) {
                throw foreignOrDenied(location.getAuthority(), "s3:GetObject and s3:ListBucket", answered);
            }
        }
        throw explain("read " + location, "s3:GetObject", location, failure);
    }

    /**
     * Puts the scripts where a build takes them from, named by what they hold.
     *
     * @param deletion the command that deletes the stack which has made the bucket
     * @return where they are: {@code BUCKET/KEY}
     */
    String storeScripts(String bucket, String deletion) {
        byte[] zip = ToolchainScripts.zip();
        String key = ToolchainScripts.key(zip);
        try {
            aws.s3()
                    .putObject(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .expectedBucketOwner(aws.account())
                                    .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                            RequestBody.fromBytes(zip));
            return bucket + "/" + key;
        } catch (NoSuchBucketException e) {
            throw new ActionableException(
                    "The bucket " + bucket + " is gone, although its stack is there: somebody deleted it by hand.",
                    "Delete the stack with " + deletion + ", and run this again: it makes both anew.",
                    e);
        } catch (SdkException e) {
            URI location = URI.create("s3://" + bucket + "/" + key);
            throw explain("store the scripts in " + location, "s3:PutObject", location, e);
        }
    }

    /** S3 answers a request of somebody who lacks rights, and one with a wrong owner, in the same way; IAM says more. */
    private static boolean isForeignOrDenied(S3Exception failure) {
        return failure.statusCode() == 403
                && Set.of("", "AccessDenied", "Forbidden", "403").contains(AwsFailures.code(failure))
                && !AwsFailures.said(failure).contains("not authorized");
    }

    private ActionableException foreignOrDenied(String bucket, String actions, S3Exception failure) {
        String arn = "arn:" + Aws.partition(aws.region()) + ":s3:::" + bucket;
        return new ActionableException(
                "Cannot use the bucket " + bucket + ": access denied. Either it does not belong to account "
                        + aws.account()
                        + ", and somebody else made it under this name, or this identity may not see it.",
                "If it is not yours, the bootstrap cannot be used in this region of the account: use another with"
                        + " -Derlang-codebuild.region=…. If it is, this identity needs " + actions + " on " + arn + "."
                        + aws.failures().allRights(arn),
                failure);
    }

    private ActionableException explain(String purpose, String action, URI location, SdkException failure) {
        String arn = "arn:" + Aws.partition(aws.region()) + ":s3:::" + location.getAuthority() + location.getPath();
        return aws.failures().explain(purpose, action, arn, failure);
    }
}
