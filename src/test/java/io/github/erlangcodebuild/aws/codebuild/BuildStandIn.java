package io.github.erlangcodebuild.aws.codebuild;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import java.util.List;

/** What CodeBuild says of projects and their builds. */
public final class BuildStandIn {

    public static final String CURATED = "aws/codebuild/amazonlinux2-x86_64-standard:5.0";
    public static final String REPOSITORY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild";
    public static final String OLD = REPOSITORY + ":26.2.5";
    public static final String NEW = REPOSITORY + ":27.1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private BuildStandIn() {}

    /** A build on an image; phases as {@code TYPE STATUS SECONDS message…}. */
    public static ObjectNode build(String id, String image, String status, String... phases) {
        ObjectNode build = BootstrapStandIn.build(id, status, phases)
                .put("projectName", id.substring(0, id.indexOf(':')))
                .put("startTime", 1_795_000_000L);
        build.putObject("environment")
                .put("image", image)
                .put("type", "LINUX_CONTAINER")
                .put("computeType", "BUILD_GENERAL1_SMALL");
        return build;
    }

    /** One of so many seconds in PROVISIONING and in BUILD that succeeded. */
    public static ObjectNode succeeded(String id, String image, int provisioning, int build) {
        return build(
                id,
                image,
                "SUCCEEDED",
                "PROVISIONING SUCCEEDED " + provisioning,
                "BUILD SUCCEEDED " + build,
                "COMPLETED");
    }

    public static ResponseDefinitionBuilder ids(String nextToken, List<String> ids) {
        ObjectNode answer = JSON.createObjectNode();
        ids.forEach(answer.putArray("ids")::add);
        if (!nextToken.isEmpty()) {
            answer.put("nextToken", nextToken);
        }
        return AwsStandIn.json(answer.toString());
    }

    public static ResponseDefinitionBuilder ids(String... ids) {
        return ids("", List.of(ids));
    }

    public static ResponseDefinitionBuilder project(String name, String image) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("projects")
                .addObject()
                .put("name", name)
                .putObject("environment")
                .put("image", image);
        return AwsStandIn.json(answer.toString());
    }

    public static ResponseDefinitionBuilder denied(String action, String project) {
        return AwsStandIn.ecrError(
                "AccessDeniedException",
                "User: arn:aws:iam::123456789012:user/dev is not authorized to perform: " + action
                        + " on resource: arn:aws:codebuild:us-east-1:123456789012:project/" + project
                        + " because no identity-based policy allows the " + action + " action");
    }
}
