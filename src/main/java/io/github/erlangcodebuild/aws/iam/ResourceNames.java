package io.github.erlangcodebuild.aws.iam;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names that an account has for what the policies are about, in place of the examples that the policies name.
 *
 * @param partition {@code aws}
 * @param repository the repository that is pushed to
 * @param bootstrapStack bootstrap's stack, whose name its project has, too
 * @param stack the stack that a rollout changes; empty where none is named
 * @param projects the projects that are built on the image; empty where none is known
 * @param otpVersion the version whose toolchain is read
 */
public record ResourceNames(
        String partition,
        String region,
        String account,
        String repository,
        String bootstrapStack,
        Optional<String> stack,
        List<String> projects,
        String otpVersion) {

    /** In place of what AWS makes up: the identifier of a stack, the end of a role's name, the name of a log's stream. */
    private static final String ANY = "00000000-0000-0000-0000-000000000000";

    public ResourceNames {
        projects = List.copyOf(projects);
    }

    /**
     * The resources of this account that a resource of a policy stands for, as ARNs without wildcards.
     *
     * @return none where the policy is about a stack or a project that is not named
     */
    Stream<String> resources(String pattern) {
        if (pattern.equals("*")) {
            return Stream.of(pattern);
        }
        String named = pattern.replace("arn:aws:", "arn:" + partition + ":")
                .replace("${aws:PrincipalAccount}-*", account + "-" + region)
                .replace(":*:*:", ":" + region + ":" + account + ":")
                .replace(":iam::*:", ":iam::" + account + ":")
                .replace("repository/erlang-codebuild", "repository/" + repository)
                .replace("stack/erlang-toolchain", "stack/" + bootstrapStack)
                .replace("project/erlang-toolchain", "project/" + bootstrapStack)
                .replace("aws/codebuild/erlang-toolchain", "aws/codebuild/" + bootstrapStack)
                .replace("role/erlang-toolchain-", "role/" + bootstrapStack + "-")
                .replace("/otp-*", "/otp-" + otpVersion + "/linux-amd64/toolchain.json")
                .replace("changeSet/erlang-codebuild-*", "changeSet/erlang-codebuild-0")
                .replace("/source/*", "/source/scripts.zip")
                .replaceFirst("(:s3:::[^/]+)/\\*$", "$1/otp-" + otpVersion + "/linux-amd64/toolchain.json")
                .replaceFirst("(:log-group:.*):\\*$", "$1:log-stream:" + ANY);
        return ofRollout(named).map(resource -> resource.replaceFirst("\\*$", ANY));
    }

    private Stream<String> ofRollout(String resource) {
        if (resource.contains("stack/STACK/")) {
            return stack.stream().map(name -> resource.replace("/STACK/", "/" + name + "/"));
        }
        if (resource.endsWith(":project/*")) {
            return projects.stream().map(name -> resource.replaceFirst("\\*$", name));
        }
        return resource.contains("/PROJECT")
                ? projects.stream().map(name -> resource.replace("/PROJECT", "/" + name))
                : Stream.of(resource);
    }
}
