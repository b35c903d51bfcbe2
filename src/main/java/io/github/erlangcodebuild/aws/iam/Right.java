package io.github.erlangcodebuild.aws.iam;

import java.util.Map;

/**
 * An action on one resource.
 *
 * @param action {@code ecr:PutImage}
 * @param resource an ARN without wildcards, or {@code *} for an action that knows no resource
 * @param context the condition keys with the values that the request has: {@code iam:PassedToService}
 */
public record Right(String action, String resource, Map<String, String> context) {

    public Right {
        context = Map.copyOf(context);
    }

    @Override
    public String toString() {
        return action + (resource.equals("*") ? "" : " on " + resource);
    }
}
