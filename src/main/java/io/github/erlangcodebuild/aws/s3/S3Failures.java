package io.github.erlangcodebuild.aws.s3;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.SdkErrors;
import java.net.URI;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3's failures mean to the user. */
final class S3Failures {

    /** The answer to HEAD has no body, and so no code but what the SDK makes of its status. */
    private static final Set<String> DENIED = Set.of("", "AccessDenied", "Forbidden", "403");

    private final Aws aws;

    S3Failures(Aws aws) {
        this.aws = aws;
    }

    /**
     * Whether S3 refused a request because the bucket is not the expected account's, or because this identity lacks a right.
     * S3 answers the same in both cases, and on purpose. Where IAM says more, it is a matter of rights.
     */
    static boolean isForeignOrDenied(S3Exception answered) {
        return answered.statusCode() == 403
                && DENIED.contains(SdkErrors.code(answered))
                && !SdkErrors.said(answered).contains("not authorized");
    }

    /**
     * What {@link #isForeignOrDenied} means to who reads a bundle.
     *
     * @param location what was read
     * @param owner the account that the bucket must belong to
     */
    ActionableException foreignOrDenied(URI location, String owner, S3Exception failure) {
        String bucket = location.getAuthority();
        return new ActionableException(
                        "Cannot read " + location + ": access denied. Either the bucket " + bucket
                                + " does not belong to account " + owner
                                + ", and somebody else made it under this name, or this identity may not read it.",
                        "Do not use a bundle of a bucket that is not yours: see who owns it with aws s3api head-bucket --bucket "
                                + bucket + " --expected-bucket-owner " + owner
                                + ". If it is yours, this identity needs s3:GetObject and s3:ListBucket on it."
                                + missingStatement(bucket, List.of("s3:GetObject", "s3:ListBucket")),
                        failure)
                .with(aws.failures().allRights(arn(location)));
    }

    /**
     * What {@link #isForeignOrDenied} means to who wants to keep toolchains in a bucket.
     *
     * @param bucket the bucket, which must belong to this account
     * @param actions the IAM actions that the request takes
     */
    ActionableException foreignOrDenied(String bucket, List<String> actions, S3Exception failure) {
        String arn = arn(URI.create("s3://" + bucket));
        return new ActionableException(
                        "Cannot use the bucket " + bucket + ": access denied. Either it does not belong to account "
                                + aws.account()
                                + ", and somebody else made it under this name, or this identity may not see it.",
                        "If it is not yours, the bootstrap cannot be used in this region of the account: use another with"
                                + " -Derlang-codebuild.region=…. If it is, this identity needs "
                                + String.join(" and ", actions) + " on " + arn + "."
                                + missingStatement(bucket, actions),
                        failure)
                .with(aws.failures().allRights(arn));
    }

    /**
     * What any other failure means.
     *
     * @param purpose what was being done: {@code read s3://bucket/key}
     * @param action the IAM action that it takes
     * @param location what it was done to: {@code s3://bucket/key}, {@code s3://bucket}
     */
    ActionableException explain(String purpose, String action, URI location, SdkException failure) {
        return aws.failures().explain(purpose, action, arn(location), failure);
    }

    /** {@code s3:ListBucket} is a right on the bucket, others are on what is in it. */
    private String missingStatement(String bucket, List<String> actions) {
        String arn = arn(URI.create("s3://" + bucket));
        return IamPolicy.missingStatement(
                actions,
                actions.stream()
                        .map(action -> action.equals("s3:ListBucket") ? arn : arn + "/*")
                        .distinct()
                        .toList());
    }

    private String arn(URI location) {
        return "arn:" + Aws.partition(aws.region()) + ":s3:::" + location.getAuthority() + location.getPath();
    }
}
