package io.github.erlangcodebuild.aws.s3;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor.Layer;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The bucket of the bootstrap, as the bootstrap itself uses it: for toolchains that are there already, and for the scripts of
 * a build. Every request carries the account that must own the bucket, since anyone can guess its name and make it first.
 */
public final class ToolchainStore {

    private final Aws aws;
    private final S3Failures failures;

    public ToolchainStore(Aws aws) {
        this.aws = aws;
        this.failures = new S3Failures(aws);
    }

    /**
     * Whether this account has the bucket already ({@code s3:HeadBucket}).
     *
     * @throws ActionableException when the bucket is another account's, or this identity may not look
     */
    public boolean exists() {
        String bucket = ToolchainBucket.name(aws);
        try {
            aws.s3().headBucket(request -> request.bucket(bucket).expectedBucketOwner(aws.account()));
            return true;
        } catch (SdkException e) {
            if (e instanceof S3Exception answered) {
                if (answered.statusCode() == 404) {
                    return false;
                }
                if (S3Failures.isForeignOrDenied(answered)) {
                    throw failures.foreignOrDenied(bucket, List.of("s3:ListBucket"), answered);
                }
            }
            throw failures.explain("look for the bucket " + bucket, "s3:ListBucket", URI.create("s3://" + bucket), e);
        }
    }

    /**
     * The toolchains in the bucket ({@code s3:ListBucket}), by the keys of their descriptors, which are not read.
     *
     * @return empty when there is no bucket
     * @throws ActionableException when the bucket is another account's, or this identity may not look
     */
    public Optional<List<ListedToolchain>> list() {
        String bucket = ToolchainBucket.name(aws);
        try {
            return Optional.of(aws
                    .s3()
                    .listObjectsV2Paginator(
                            request -> request.bucket(bucket).prefix("otp-").expectedBucketOwner(aws.account()))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .map(ToolchainBucket::toolchain)
                    .flatMap(Optional::stream)
                    .toList());
        } catch (NoSuchBucketException e) {
            return Optional.empty();
        } catch (SdkException e) {
            if (e instanceof S3Exception answered && S3Failures.isForeignOrDenied(answered)) {
                throw failures.foreignOrDenied(bucket, List.of("s3:ListBucket"), answered);
            }
            throw failures.explain("list the bucket " + bucket, "s3:ListBucket", URI.create("s3://" + bucket), e);
        }
    }

    /**
     * What is at the place of a toolchain now: its descriptor is read ({@code s3:GetObject}), and its layer is looked at
     * ({@code s3:HeadObject}), not read.
     *
     * @param location where its descriptor is, or would be
     * @throws ActionableException when the bucket is another account's, or this identity may not look
     */
    public StoredToolchain find(URI location) {
        Optional<byte[]> json = read(location);
        if (json.isEmpty()) {
            return new StoredToolchain.Absent();
        }
        ToolchainDescriptor toolchain;
        try {
            toolchain = ToolchainDescriptor.parse(json.get(), location);
        } catch (ActionableException e) {
            return new StoredToolchain.Unusable(e.problem());
        }
        return problem(location, toolchain.layer())
                .<StoredToolchain>map(StoredToolchain.Unusable::new)
                .orElseGet(() -> new StoredToolchain.Usable(toolchain));
    }

    private Optional<byte[]> read(URI location) {
        try {
            return Optional.of(aws.s3()
                    .getObjectAsBytes(request -> request.bucket(location.getAuthority())
                            .key(location.getPath().substring(1))
                            .expectedBucketOwner(aws.account()))
                    .asByteArray());
        } catch (SdkException e) {
            return absent(location, e);
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
            found = absent(descriptor.resolve(path.substring(0, path.lastIndexOf('/') + 1)), e);
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
    private <T> Optional<T> absent(URI location, SdkException failure) {
        if (failure instanceof S3Exception answered) {
            if (answered.statusCode() == 404) {
                return Optional.empty();
            }
            if (S3Failures.isForeignOrDenied(answered)) {
                throw failures.foreignOrDenied(
                        location.getAuthority(), List.of("s3:GetObject", "s3:ListBucket"), answered);
            }
        }
        throw failures.explain("read " + location, "s3:GetObject", location, failure);
    }

    /**
     * Stores the scripts of a build ({@code s3:PutObject}).
     *
     * @param bucket the bucket that the stack has
     * @param key where in the bucket
     * @param zip the scripts
     * @return whether that was possible: false when there is no such bucket
     * @throws ActionableException when it cannot be done for another reason
     */
    public boolean storeScripts(String bucket, String key, byte[] zip) {
        try {
            aws.s3()
                    .putObject(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .expectedBucketOwner(aws.account())
                                    .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                            RequestBody.fromBytes(zip));
            return true;
        } catch (NoSuchBucketException e) {
            return false;
        } catch (SdkException e) {
            URI location = URI.create("s3://" + bucket + "/" + key);
            throw failures.explain("store the scripts in " + location, "s3:PutObject", location, e);
        }
    }
}
