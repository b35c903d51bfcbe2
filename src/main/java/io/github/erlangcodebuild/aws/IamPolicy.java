package io.github.erlangcodebuild.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.Resources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The least rights that each goal needs, as IAM policies, which the documentation shows too. */
public enum IamPolicy {
    PUSH("push", "push"),
    BOOTSTRAP("bootstrap", "bootstrap"),

    /** What a rollout calls itself. CloudFormation changes the stack with the rights of the stack's service role. */
    ROLLOUT("rollout", "rollout to a stack with a service role"),

    /** A rollout to projects, which no stack is in the way of. */
    ROLLOUT_PROJECTS("rollout-projects", "rollout to projects"),

    /** What doctor looks at, and the simulation by which it knows the rights of the others. */
    DOCTOR("doctor", "doctor");

    private static final String REPOSITORY = "arn:aws:ecr:*:*:repository/erlang-codebuild";
    private static final String BUCKET = "arn:aws:s3:::erlang-toolchain-${aws:PrincipalAccount}-*";

    /** Bootstrap's project has the name of its stack. */
    private static final Pattern OF_STACK = Pattern.compile(":(stack|project)/(?<stack>[A-Za-z0-9_-]+)");

    private final String file;
    private final String purpose;

    IamPolicy(String file, String purpose) {
        this.file = file;
        this.purpose = purpose;
    }

    /** What needs these rights, to be read on from "all that": a goal, and which way of it. */
    public String purpose() {
        return purpose;
    }

    /** The name of a file with it. */
    String file() {
        return file + "-policy.json";
    }

    /** The policy document, for any account and region. */
    public String json() {
        return Resources.text(IamPolicy.class, file()).trim();
    }

    /**
     * The sentence with the statement that a policy lacks, in one line, which can be copied from a log.
     *
     * @param resources ARNs, or {@code *}
     */
    public static String missingStatement(List<String> actions, List<String> resources) {
        ObjectNode statement = Json.object().put("Effect", "Allow");
        put(statement, "Action", actions);
        put(statement, "Resource", resources);
        return " The statement that is missing:\n" + new String(Json.write(statement), StandardCharsets.UTF_8);
    }

    private static void put(ObjectNode statement, String field, List<String> values) {
        if (values.size() == 1) {
            statement.put(field, values.get(0));
        } else {
            values.forEach(statement.putArray(field)::add);
        }
    }

    /**
     * The policy document, with the names of what it is about in place of its examples.
     *
     * @param partition {@code aws}, {@code aws-cn}, …
     * @param resource the ARN of the repository that is pushed to, of the object that is read, of the stack or of its
     *     project, or {@code *}
     */
    public String json(String partition, String resource) {
        String policy = json();
        if (resource.contains(":ecr:")) {
            policy = policy.replace(REPOSITORY, resource);
        } else if (resource.contains(":s3:::")) {
            policy = policy.replace(BUCKET, resource.replaceFirst("/.*", ""));
        }
        Matcher ofStack = OF_STACK.matcher(resource);
        if (ofStack.find()) {
            policy = policy.replaceAll(
                    "(stack/|role/|project/|aws/codebuild/)erlang-toolchain",
                    "$1" + Matcher.quoteReplacement(ofStack.group("stack")));
            policy = ofStack.group(1).equals("stack")
                    ? policy.replaceAll("stack/STACK", "stack/" + ofStack.group("stack"))
                    : policy.replaceAll("(project|aws/codebuild)/PROJECT", "$1/" + ofStack.group("stack"));
        }
        return policy.replace("arn:aws:", "arn:" + partition + ":");
    }
}
