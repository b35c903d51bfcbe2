package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.Attachment;
import java.util.Optional;

/**
 * Who calls AWS, where, and for which goal: what an explanation of a failed call has to name.
 *
 * @param profile the profile that the user named
 * @param region where the call went, and where that was found
 * @param partition where the call went: {@code aws}, {@code aws-cn}, …
 * @param policy what the goal that makes the call needs in all
 */
record Caller(Optional<String> profile, String region, String partition, IamPolicy policy) {

    /**
     * All rights that the goal needs, as a policy.
     *
     * @param resource the ARN of what the denied call was about, or {@code *}
     */
    Attachment allRights(String resource) {
        return new Attachment(
                policy.file(), "All that " + policy.purpose() + " needs", policy.json(partition, resource));
    }

    /** The command that begins a session of AWS IAM Identity Center. */
    String ssoLogin() {
        String name = profile.or(() -> Optional.ofNullable(System.getenv("AWS_PROFILE")))
                .orElse("");
        return "aws sso login" + (name.isBlank() ? "" : " --profile " + name);
    }
}
