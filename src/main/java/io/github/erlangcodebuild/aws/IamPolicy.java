package io.github.erlangcodebuild.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The least rights that a goal needs, as IAM policies, which the documentation shows too. */
final class IamPolicy {

    private static final String REPOSITORY = "arn:aws:ecr:*:*:repository/erlang-codebuild";
    private static final String BUCKET = "arn:aws:s3:::erlang-toolchain-${aws:PrincipalAccount}-*";

    private IamPolicy() {}

    /** What {@code push} needs with its defaults, in whatever account and region. */
    static String push() {
        try (InputStream in = IamPolicy.class.getResourceAsStream("push-policy.json")) {
            if (in == null) {
                throw new IllegalStateException("push-policy.json is missing from the plugin's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What {@code push} needs, with what is known put in.
     *
     * @param partition {@code aws}, {@code aws-cn}, …
     * @param resource the ARN of the repository that is pushed to, or of the object that is read, or {@code *}
     */
    static String push(String partition, String resource) {
        String policy = push();
        if (resource.contains(":ecr:")) {
            policy = policy.replace(REPOSITORY, resource);
        } else if (resource.contains(":s3:::")) {
            policy = policy.replace(BUCKET, resource.replaceFirst("/.*", ""));
        }
        return policy.replace("arn:aws:", "arn:" + partition + ":");
    }
}
