package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.xml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An account that a rollout meets: a stack {@code erlang} with one project, in an ECR with one repository. Each operation
 * answers one thing after another, and its last answer from then on.
 */
public final class RolloutStandIn {

    public static final String REPOSITORY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild";
    public static final String OLD = REPOSITORY + ":26.2.5";
    public static final String NEW = REPOSITORY + ":27.1";
    public static final String CURATED = "aws/codebuild/amazonlinux2-x86_64-standard:5.0";
    public static final String DIGEST = "sha256:" + "1".repeat(64);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AwsStandIn aws;
    private final BootstrapStandIn account;

    public RolloutStandIn(AwsStandIn aws) {
        this.aws = aws;
        this.account = new BootstrapStandIn(aws);
        images(image(DIGEST, "27.1", "latest"));
        aws.ecr(
                "StartLifecyclePolicyPreview",
                AwsStandIn.ecrError("LifecyclePolicyNotFoundException", "Lifecycle policy does not exist"));
        formation("ListStackResources", resources("Project AWS::CodeBuild::Project erlang"));
        changeSet(changes("Project AWS::CodeBuild::Project Modify False", "BuildRole AWS::IAM::Role Modify False"));
        stack(
                OLD,
                "UPDATE_COMPLETE",
                "UPDATE_COMPLETE",
                "UPDATE_IN_PROGRESS",
                "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                "UPDATE_COMPLETE");
        String before = "0 erlang AWS::CloudFormation::Stack CREATE_COMPLETE";
        events(
                BootstrapStandIn.eventsAre(before),
                BootstrapStandIn.eventsAre("1 Project AWS::CodeBuild::Project UPDATE_IN_PROGRESS", before),
                BootstrapStandIn.eventsAre(
                        "3 erlang AWS::CloudFormation::Stack UPDATE_COMPLETE",
                        "2 Project AWS::CodeBuild::Project UPDATE_COMPLETE",
                        "1 Project AWS::CodeBuild::Project UPDATE_IN_PROGRESS",
                        before));
        codeBuild("BatchGetProjects", projects(project("erlang", OLD)), projects(project("erlang", NEW)));
        codeBuild("UpdateProject", AwsStandIn.json("{}"));
        curated(CURATED);
        codeBuild("ListProjects", AwsStandIn.json("{\"projects\":[\"erlang\"]}"));
    }

    // --- ECR ---

    public void images(ObjectNode... images) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("imageDetails").addAll(List.of(images));
        aws.ecr("DescribeImages", AwsStandIn.json(answer.toString()));
    }

    public static ObjectNode image(String digest, String... tags) {
        ObjectNode image = JSON.createObjectNode().put("imageDigest", digest).put("repositoryName", "erlang-codebuild");
        ArrayNode list = image.putArray("imageTags");
        List.of(tags).forEach(list::add);
        return image;
    }

    /** The repository has a policy, whose preview answers so, one look after another. */
    public void preview(ResponseDefinitionBuilder... looks) {
        aws.ecr("StartLifecyclePolicyPreview", AwsStandIn.json("{\"status\":\"IN_PROGRESS\"}"));
        account.inTurn(() -> AwsStandIn.ecrCall("GetLifecyclePolicyPreview"), looks);
    }

    /**
     * What a look at a preview is answered with.
     *
     * @param images that will expire
     */
    public static ResponseDefinitionBuilder preview(String status, ObjectNode... images) {
        ObjectNode answer = JSON.createObjectNode().put("status", status);
        answer.putArray("previewResults").addAll(List.of(images));
        return AwsStandIn.json(answer.toString());
    }

    // --- CloudFormation ---

    public void formation(String action, ResponseDefinitionBuilder... answers) {
        account.formation(action, answers);
    }

    public void events(ResponseDefinitionBuilder... answers) {
        account.events(answers);
    }

    public void changeSet(ResponseDefinitionBuilder... states) {
        account.changeSets(states);
    }

    /** The stack, its parameter with that image, in one state after another. */
    public void stack(String image, String... states) {
        formation(
                "DescribeStacks",
                List.of(states).stream()
                        .map(state -> stackIs(state, parameter("CodeBuildImage", image) + parameter("LogDays", "7")))
                        .toArray(ResponseDefinitionBuilder[]::new));
    }

    public static String parameter(String name, String value) {
        return "<member><ParameterKey>" + name + "</ParameterKey><ParameterValue>" + value
                + "</ParameterValue></member>";
    }

    public static ResponseDefinitionBuilder stackIs(String status, String parameters) {
        return stackIs(status, parameters, "");
    }

    public static ResponseDefinitionBuilder stackIs(String status, String parameters, String more) {
        return xml("DescribeStacks", """
                <Stacks><member>
                  <StackName>erlang</StackName>
                  <StackId>arn:aws:cloudformation:us-east-1:123456789012:stack/erlang/0f1e2d3c</StackId>
                  <StackStatus>%s</StackStatus><CreationTime>2026-11-23T10:00:00Z</CreationTime>
                  <Parameters>%s</Parameters>
                  <Capabilities><member>CAPABILITY_IAM</member><member>CAPABILITY_AUTO_EXPAND</member></Capabilities>
                  <Tags><member><Key>team</Key><Value>erlang</Value></member></Tags>
                  <NotificationARNs><member>arn:aws:sns:us-east-1:123456789012:stacks</member></NotificationARNs>
                  <RoleARN>arn:aws:iam::123456789012:role/deployer</RoleARN>%s
                </member></Stacks>""".formatted(status, parameters, more));
    }

    /** A change set that is complete: {@code resource type action replacement} in each line. */
    public static ResponseDefinitionBuilder changes(String... lines) {
        return changesAndMore("", lines);
    }

    public static ResponseDefinitionBuilder changesAndMore(String nextToken, String... lines) {
        String members = List.of(lines).stream()
                .map(line -> line.split(" ", 4))
                .map(words -> """
                        <member><Type>Resource</Type><ResourceChange><LogicalResourceId>%s</LogicalResourceId>
                        <ResourceType>%s</ResourceType><Action>%s</Action>%s</ResourceChange></member>""".formatted(
                                words[0],
                                words[1],
                                words[2],
                                words.length < 4 ? "" : "<Replacement>" + words[3] + "</Replacement>"))
                .collect(Collectors.joining());
        return xml(
                "DescribeChangeSet",
                "<Status>CREATE_COMPLETE</Status><Changes>" + members + "</Changes>"
                        + (nextToken.isEmpty() ? "" : "<NextToken>" + nextToken + "</NextToken>"));
    }

    /** What the stack holds: {@code logical-id type physical-id} in each line. */
    public static ResponseDefinitionBuilder resources(String... lines) {
        String members = List.of(lines).stream()
                .map(line -> line.split(" ", 3))
                .map(words -> """
                        <member><LogicalResourceId>%s</LogicalResourceId><ResourceType>%s</ResourceType>
                        <PhysicalResourceId>%s</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
                        <LastUpdatedTimestamp>2026-11-23T10:00:00Z</LastUpdatedTimestamp></member>""".formatted(words[0], words[1], words[2]))
                .collect(Collectors.joining());
        return xml("ListStackResources", "<StackResourceSummaries>" + members + "</StackResourceSummaries>");
    }

    // --- CodeBuild ---

    public void codeBuild(String operation, ResponseDefinitionBuilder... answers) {
        account.codeBuild(operation, answers);
    }

    /** The families of curated images that it lists. */
    public void curated(String... families) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode images = answer.putArray("platforms")
                .addObject()
                .putArray("languages")
                .addObject()
                .putArray("images");
        for (String family : families) {
            images.addObject().put("name", family).putArray("versions").add(family + "-26.10.15");
        }
        codeBuild("ListCuratedEnvironmentImages", AwsStandIn.json(answer.toString()));
    }

    /** A project with all that an environment can have. */
    public static ObjectNode project(String name, String image) {
        ObjectNode project = JSON.createObjectNode().put("name", name);
        ObjectNode environment = project.putObject("environment")
                .put("type", "LINUX_CONTAINER")
                .put("computeType", "BUILD_GENERAL1_LARGE")
                .put("image", image)
                .put("imagePullCredentialsType", image.startsWith("aws/") ? "CODEBUILD" : "SERVICE_ROLE")
                .put("privilegedMode", true)
                .put("certificate", "bucket/ca.pem");
        environment
                .putArray("environmentVariables")
                .addObject()
                .put("name", "TOKEN")
                .put("value", "build/token")
                .put("type", "SECRETS_MANAGER");
        environment.putObject("fleet").put("fleetArn", "arn:aws:codebuild:us-east-1:123456789012:fleet/f:1");
        return project;
    }

    public static ResponseDefinitionBuilder projects(ObjectNode... projects) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("projects").addAll(List.of(projects));
        return AwsStandIn.json(answer.toString());
    }

    /** These projects, and none of that name. */
    public static ResponseDefinitionBuilder noProject(String name, ObjectNode... others) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("projects").addAll(List.of(others));
        answer.putArray("projectsNotFound").add(name);
        return AwsStandIn.json(answer.toString());
    }

    // --- what was asked ---

    /** The operations that were called, as IAM names them, in their order. */
    public List<String> calls() {
        return account.calls();
    }

    /** What the calls of an operation of CodeBuild sent, in their order. */
    public List<JsonNode> sent(String operation) {
        return aws.requests().stream()
                .filter(request -> ("CodeBuild_20161006." + operation).equals(request.getHeader("X-Amz-Target")))
                .map(request -> json(request.getBodyAsString()))
                .toList();
    }

    /** What the calls of an action of CloudFormation sent, in their order. */
    public List<Map<String, String>> forms(String action) {
        List<Map<String, String>> forms = new ArrayList<>();
        for (var request : aws.requests()) {
            if (request.getBodyAsString().startsWith("Action=" + action + "&")) {
                Map<String, String> form = new TreeMap<>();
                for (String pair : request.getBodyAsString().split("&", -1)) {
                    String[] sides = pair.split("=", 2);
                    form.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
                }
                forms.add(form);
            }
        }
        return forms;
    }

    /** What the calls of an operation of ECR sent, in their order. */
    public List<JsonNode> ecr(String operation) {
        return aws.ecrRequests(operation).toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
