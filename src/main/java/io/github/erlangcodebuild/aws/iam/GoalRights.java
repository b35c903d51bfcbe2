package io.github.erlangcodebuild.aws.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.aws.IamPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rights of a goal's policy, one by one.
 *
 * @param rights each action on each resource
 * @param unnamed the actions on a stack or on projects that are not named, so that there is nothing to ask IAM about
 */
public record GoalRights(List<Right> rights, List<String> unnamed) {

    /** Everybody has it, and IAM's simulation does not know that. */
    private static final String OF_EVERYBODY = "sts:GetCallerIdentity";

    private static final Set<String> OF_OBJECTS = Set.of("s3:GetObject", "s3:PutObject");
    private static final Set<String> OF_LOG_STREAMS = Set.of("logs:GetLogEvents");

    public GoalRights {
        rights = List.copyOf(rights);
        unnamed = List.copyOf(unnamed);
    }

    /** What a policy allows, on the resources that an account has for it. */
    public static GoalRights of(IamPolicy policy, ResourceNames names) {
        Set<Right> rights = new LinkedHashSet<>();
        Set<String> unnamed = new LinkedHashSet<>();
        for (JsonNode statement : read(policy).path("Statement")) {
            Map<String, String> context = context(statement.path("Condition"));
            for (String action : texts(statement.path("Action")).toList()) {
                List<Right> those = texts(statement.path("Resource"))
                        .flatMap(names::resources)
                        .filter(resource -> concerns(action, resource))
                        .map(resource -> new Right(action, resource, context))
                        .toList();
                if (those.isEmpty()) {
                    unnamed.add(action);
                } else if (!action.equals(OF_EVERYBODY)) {
                    rights.addAll(those);
                }
            }
        }
        return new GoalRights(List.copyOf(rights), List.copyOf(unnamed));
    }

    /** A statement lists a bucket and its objects, or a group of logs and its streams, and an action knows one of the two. */
    private static boolean concerns(String action, String resource) {
        if (action.startsWith("s3:")) {
            return OF_OBJECTS.contains(action) == resource.contains("/");
        }
        return !action.startsWith("logs:")
                || resource.equals("*")
                || OF_LOG_STREAMS.contains(action) == resource.contains(":log-stream:");
    }

    /** {@code {"StringEquals": {"KEY": "VALUE"}}} */
    private static Map<String, String> context(JsonNode condition) {
        Map<String, String> context = new LinkedHashMap<>();
        for (JsonNode operator : condition) {
            operator.properties()
                    .forEach(key -> context.put(key.getKey(), key.getValue().asText()));
        }
        return context;
    }

    private static Stream<String> texts(JsonNode value) {
        return value.isTextual()
                ? Stream.of(value.asText())
                : StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText);
    }

    private static JsonNode read(IamPolicy policy) {
        try {
            return Json.read(policy.json().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the policy of " + policy + " is not JSON", e);
        }
    }
}
