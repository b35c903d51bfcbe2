package io.github.erlangcodebuild.aws;

/** The least rights that each goal needs with its defaults, as IAM policies, which the documentation shows too. */
enum IamPolicy {
    PUSH("push"),
    BOOTSTRAP("bootstrap");

    private static final String REPOSITORY = "arn:aws:ecr:*:*:repository/erlang-codebuild";
    private static final String BUCKET = "arn:aws:s3:::erlang-toolchain-${aws:PrincipalAccount}-*";

    private final String goal;

    IamPolicy(String goal) {
        this.goal = goal;
    }

    /** The goal that needs them. */
    String goal() {
        return goal;
    }

    /** The policy, for whatever account and region. */
    String json() {
        return Resources.text(goal + "-policy.json").trim();
    }

    /**
     * The policy, with what is known put in.
     *
     * @param partition {@code aws}, {@code aws-cn}, …
     * @param resource the ARN of the repository that is pushed to, or of the object that is read, or {@code *}
     */
    String json(String partition, String resource) {
        String policy = json();
        if (resource.contains(":ecr:")) {
            policy = policy.replace(REPOSITORY, resource);
        } else if (resource.contains(":s3:::")) {
            policy = policy.replace(BUCKET, resource.replaceFirst("/.*", ""));
        }
        return policy.replace("arn:aws:", "arn:" + partition + ":");
    }
}
