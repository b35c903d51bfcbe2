package io.github.erlangcodebuild.aws.iam;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user or role whose policies decide what a caller may do.
 *
 * @param arns what its ARN may be, the likeliest first: the ARN of a session does not tell the path of its role
 * @param role the name of the role, which IAM can be asked for; empty for a user
 */
record Principal(List<String> arns, Optional<String> role) {

    private static final Pattern USER = Pattern.compile("arn:[^:]+:iam::\\d+:user/.+");
    private static final Pattern SESSION =
            Pattern.compile("arn:(?<partition>[^:]+):sts::(?<account>\\d+):assumed-role/(?<role>[^/]+)/.+");

    /** IAM Identity Center makes its roles here, in the region where it is itself; in us-east-1 without that. */
    private static final String OF_SSO = "aws-reserved/sso.amazonaws.com/";

    /**
     * The user or role of a caller.
     *
     * @param caller its ARN, from {@code sts:GetCallerIdentity}
     * @param region the region that it works in
     * @return empty for what IAM does not simulate: the root user, and federated users
     */
    static Optional<Principal> of(String caller, String region) {
        if (USER.matcher(caller).matches()) {
            return Optional.of(new Principal(List.of(caller), Optional.empty()));
        }
        Matcher session = SESSION.matcher(caller);
        if (!session.matches()) {
            return Optional.empty();
        }
        String role = session.group("role");
        String prefix = "arn:" + session.group("partition") + ":iam::" + session.group("account") + ":role/";
        return Optional.of(new Principal(
                role.startsWith("AWSReservedSSO_")
                        ? List.of(prefix + OF_SSO + region + "/" + role, prefix + OF_SSO + role)
                        : List.of(prefix + role),
                Optional.of(role)));
    }

    /** Whether a caller is the root user of its account, who may do everything there. */
    static boolean isRoot(String caller) {
        return caller.matches("arn:[^:]+:iam::\\d+:root");
    }
}
