package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.HttpStatusException;
import io.github.erlangcodebuild.toolchain.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads objects from S3 ({@code s3:GetObject}), from buckets in any region. In the bucket that the bootstrap makes, whose
 * name can be guessed, every request carries our account as the owner that the bucket must have.
 */
public final class S3Reader implements ObjectReader {

    private final Aws aws;

    public S3Reader(Aws aws) {
        this.aws = aws;
    }

    @Override
    public InputStream open(URI location) throws IOException {
        String bucket = location.getAuthority();
        String key = location.getPath().replaceFirst("^/", "");
        Optional<String> owner = ToolchainBucket.isOurs(aws, bucket) ? Optional.of(aws.account()) : Optional.empty();
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .expectedBucketOwner(owner.orElse(null))
                .build();
        try {
            return aws.s3().getObject(request);
        } catch (NoSuchBucketException | NoSuchKeyException e) {
            throw missing(location, owner.isPresent(), e);
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                throw missing(location, owner.isPresent(), e);
            }
            if (e.statusCode() == 403 && owner.isPresent()) {
                throw foreignOrDenied(location, bucket, owner.get(), e);
            }
            if (e.statusCode() >= 500 || e.isThrottlingException()) {
                throw new HttpStatusException(
                        "S3 answered HTTP " + e.statusCode() + " for " + location, e.statusCode(), Optional.empty());
            }
            throw explain(location, e);
        } catch (SdkClientException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw explain(location, e);
        }
    }

    private static ActionableException missing(URI location, boolean ours, SdkException failure) {
        boolean noBucket = failure instanceof NoSuchBucketException;
        String what = noBucket ? "There is no bucket " + location.getAuthority() : "There is no " + location;
        return new ActionableException(
                what + (ours ? ", the place where the bootstrap puts its toolchains." : "."),
                ours
                        ? "Compile this version once with mvn erlang-codebuild:bootstrap"
                                + " -Derlang-codebuild.erlangVersion=…, or name a bundle with"
                                + " -Derlang-codebuild.toolchain=…."
                        : "Check the spelling of -Derlang-codebuild.toolchain.",
                failure);
    }

    /** S3 says the same in both cases, and on purpose. */
    private static ActionableException foreignOrDenied(URI location, String bucket, String owner, S3Exception failure) {
        return new ActionableException(
                "Cannot read " + location + ": access denied. Either the bucket " + bucket
                        + " does not belong to account " + owner
                        + ", and somebody else made it under this name, or this"
                        + " identity may not read it.",
                "Do not use a bundle of a bucket that is not yours: see who owns it with aws s3api head-bucket --bucket "
                        + bucket + " --expected-bucket-owner " + owner
                        + ". If it is yours, this identity needs s3:GetObject and s3:ListBucket on it. All that push"
                        + " needs:\n" + IamPolicy.push().trim(),
                failure);
    }

    private ActionableException explain(URI location, SdkException failure) {
        return aws.failures()
                .explain(
                        "read " + location,
                        "s3:GetObject",
                        "arn:aws:s3:::" + location.getAuthority() + location.getPath(),
                        failure);
    }
}
