package io.github.erlangcodebuild.bootstrap;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.testing.TestBundle;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An account that a bootstrap meets: CloudFormation, CodeBuild, CloudWatch Logs and S3, each operation answering one thing
 * after another, and its last answer from then on.
 */
public final class BootstrapStandIn {

    public static final String BUCKET = "erlang-toolchain-123456789012-us-east-1";
    public static final String BUILD = "erlang-toolchain:11111111-2222-3333-4444-555555555555";
    public static final String STACK_ID =
            "arn:aws:cloudformation:us-east-1:123456789012:stack/erlang-toolchain/0f1e2d3c-0000-0000-0000-000000000000";

    private static final String CODEBUILD = "CodeBuild_20161006.";
    private static final String LOGS = "Logs_20140328.";
    private static final Pattern ACTION = Pattern.compile("Action=(\\w+)&");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AwsStandIn aws;
    private int scenarios;

    public BootstrapStandIn(AwsStandIn aws) {
        this.aws = aws;
        aws.knowsTheCaller();
        formation("GetTemplateSummary", xml("GetTemplateSummary", """
                <Parameters>
                  <member><ParameterKey>CreateBucket</ParameterKey></member>
                  <member><ParameterKey>LogDays</ParameterKey></member>
                  <member><ParameterKey>ParameterOfANewerTemplate</ParameterKey></member>
                </Parameters>"""));
        formation("CreateChangeSet", xml("CreateChangeSet", "<Id>" + changeSet() + "</Id>"));
        formation("ExecuteChangeSet", xml("ExecuteChangeSet", ""));
        formation("DeleteChangeSet", xml("DeleteChangeSet", ""));
        changeSets(changeSet("CREATE_PENDING", ""), changeSet("CREATE_COMPLETE", ""));
        uploads(aResponse());
        aws.stub(call(CODEBUILD + "ListBuildsForProject")
                .atPriority(1)
                .withRequestBody(containing("\"nextToken\""))
                .withRequestBody(containing("\"sortOrder\""))
                .willReturn(AwsStandIn.ecrError(
                        "InvalidInputException", "Sort order can't be specified when passing a nextToken")));
    }

    public static String changeSet() {
        return "arn:aws:cloudformation:us-east-1:123456789012:changeSet/erlang-codebuild-1/" + "a".repeat(36);
    }

    // --- S3 ---

    /** What reading the descriptor of a toolchain comes to. Its layer is as it should be, until a test says otherwise. */
    public void toolchain(String version, String architecture, ResponseDefinitionBuilder... answers) {
        inTurn(() -> get(urlPathEqualTo(toolchain(version, architecture) + ".json")), answers);
        TestBundle bundle = TestBundle.otp(version).architecture(architecture);
        aws.stub(head(urlPathEqualTo(toolchain(version, architecture) + ".tar.gz"))
                .atPriority(9)
                .willReturn(layer(bundle.layerBytes().length)));
    }

    /** What looking at the layer of a toolchain comes to. */
    public void layer(String version, String architecture, ResponseDefinitionBuilder... answers) {
        inTurn(() -> head(urlPathEqualTo(toolchain(version, architecture) + ".tar.gz")), answers);
    }

    private static String toolchain(String version, String architecture) {
        return "/" + BUCKET + "/otp-" + version + "/linux-" + architecture + "/toolchain";
    }

    public static ResponseDefinitionBuilder layer(int bytes) {
        return aResponse().withHeader("Content-Length", String.valueOf(bytes));
    }

    public void bucket(ResponseDefinitionBuilder... answers) {
        inTurn(() -> head(urlPathEqualTo("/" + BUCKET)), answers);
    }

    public void uploads(ResponseDefinitionBuilder... answers) {
        inTurn(() -> put(urlPathMatching("/" + BUCKET + "/source/.*")), answers);
    }

    public static ResponseDefinitionBuilder noBucket() {
        return AwsStandIn.s3Error(404, "NoSuchBucket", "The specified bucket does not exist");
    }

    public static ResponseDefinitionBuilder noKey() {
        return AwsStandIn.s3Error(404, "NoSuchKey", "The specified key does not exist.");
    }

    // --- CloudFormation ---

    public void formation(String action, ResponseDefinitionBuilder... answers) {
        inTurn(() -> post(urlEqualTo("/")).withRequestBody(containing("Action=" + action + "&")), answers);
    }

    public void stack(ResponseDefinitionBuilder... states) {
        formation("DescribeStacks", states);
    }

    public void changeSets(ResponseDefinitionBuilder... states) {
        formation("DescribeChangeSet", states);
    }

    public void events(ResponseDefinitionBuilder... answers) {
        formation("DescribeStackEvents", answers);
    }

    public static ResponseDefinitionBuilder noStack() {
        return formationError(400, "ValidationError", "Stack with id erlang-toolchain does not exist");
    }

    public static ResponseDefinitionBuilder stackIs(String status) {
        return stackIs(status, """
                <member><OutputKey>BucketName</OutputKey><OutputValue>%s</OutputValue></member>
                <member><OutputKey>ProjectName</OutputKey><OutputValue>erlang-toolchain</OutputValue></member>""".formatted(BUCKET));
    }

    public static ResponseDefinitionBuilder stackIs(String status, String outputs) {
        return xml("DescribeStacks", """
                <Stacks><member>
                  <StackName>erlang-toolchain</StackName><StackId>%s</StackId>
                  <StackStatus>%s</StackStatus><CreationTime>2026-11-23T10:00:00Z</CreationTime>
                  <Parameters>
                    <member><ParameterKey>CreateBucket</ParameterKey><ParameterValue>false</ParameterValue></member>
                    <member><ParameterKey>LogDays</ParameterKey><ParameterValue>7</ParameterValue></member>
                    <member><ParameterKey>OfAnOlderTemplate</ParameterKey><ParameterValue>x</ParameterValue></member>
                  </Parameters>
                  <Outputs>%s</Outputs>
                </member></Stacks>""".formatted(STACK_ID, status, outputs));
    }

    public static ResponseDefinitionBuilder changeSet(String status, String reason) {
        return xml("DescribeChangeSet", """
                <ChangeSetId>%s</ChangeSetId><StackName>erlang-toolchain</StackName><Status>%s</Status>
                <StatusReason>%s</StatusReason>""".formatted(changeSet(), status, reason));
    }

    /** Newest first, as CloudFormation has them: {@code id resource type status reason…} in each line. */
    public static ResponseDefinitionBuilder eventsAre(String... lines) {
        StringBuilder members = new StringBuilder();
        for (String line : lines) {
            String[] words = line.split(" ", 5);
            members.append("""
                    <member><StackId>%s</StackId><StackName>erlang-toolchain</StackName><EventId>%s</EventId>
                    <LogicalResourceId>%s</LogicalResourceId><ResourceType>%s</ResourceType>
                    <Timestamp>2026-11-23T10:00:00Z</Timestamp><ResourceStatus>%s</ResourceStatus>%s</member>""".formatted(
                            STACK_ID,
                            words[0],
                            words[1],
                            words[2],
                            words[3],
                            words.length < 5 ? "" : "<ResourceStatusReason>" + words[4] + "</ResourceStatusReason>"));
        }
        return xml("DescribeStackEvents", "<StackEvents>" + members + "</StackEvents>");
    }

    public static ResponseDefinitionBuilder formationError(int status, String code, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/xml")
                .withBody("""
                        <ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
                          <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
                          <RequestId>b9b4b068-3a41-11e5-94eb-example</RequestId>
                        </ErrorResponse>""".formatted(code, message));
    }

    public static ResponseDefinitionBuilder xml(String action, String result) {
        return aResponse().withHeader("Content-Type", "text/xml").withBody("""
                        <%sResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
                          <%sResult>%s</%sResult>
                          <ResponseMetadata><RequestId>b9b4b068-3a41-11e5-94eb-example</RequestId></ResponseMetadata>
                        </%sResponse>""".formatted(
                        action, action, result, action, action));
    }

    // --- CodeBuild and its logs ---

    public void codeBuild(String operation, ResponseDefinitionBuilder... answers) {
        inTurn(() -> call(CODEBUILD + operation), answers);
    }

    /** What one token of a build's log gives, one time after another; the empty one is the beginning. */
    public void log(String stream, String token, ResponseDefinitionBuilder... pages) {
        inTurn(
                () -> {
                    MappingBuilder call = call(LOGS + "GetLogEvents").withRequestBody(containing("\"" + stream + "\""));
                    return token.isEmpty() ? call.atPriority(9) : call.withRequestBody(containing("\"" + token + "\""));
                },
                pages);
    }

    public static ResponseDefinitionBuilder page(String nextToken, String... lines) {
        ObjectNode page = JSON.createObjectNode().put("nextForwardToken", nextToken);
        ArrayNode events = page.putArray("events");
        for (String line : lines) {
            events.addObject().put("timestamp", 1_700_000_000_000L).put("message", line + "\n");
        }
        return AwsStandIn.json(page.toString());
    }

    public void logs(ResponseDefinitionBuilder... answers) {
        inTurn(() -> call(LOGS + "GetLogEvents"), answers);
    }

    /** A build that has a log: its id, its state, and its phases as {@code TYPE STATUS SECONDS message…}. */
    public static ObjectNode build(String id, String status, String... phases) {
        ObjectNode build = buildWithoutLog(id, status, phases);
        build.withObject("/logs")
                .put("groupName", "/aws/codebuild/erlang-toolchain")
                .put("streamName", id.substring(id.indexOf(':') + 1))
                .put("deepLink", "https://console.aws.amazon.com/cloudwatch/home#log-of-" + id);
        return build;
    }

    public static ObjectNode buildWithoutLog(String id, String status, String... phases) {
        ObjectNode build = JSON.createObjectNode()
                .put("id", id)
                .put("arn", "arn:aws:codebuild:us-east-1:123456789012:build/" + id)
                .put("buildStatus", status)
                .put("buildComplete", !status.equals("IN_PROGRESS"));
        build.putObject("logs")
                .put("deepLink", "https://console.aws.amazon.com/cloudwatch/home#logEvent:group=null;stream=null");
        ArrayNode list = build.putArray("phases");
        for (String phase : phases) {
            String[] words = phase.split(" ", 4);
            ObjectNode node = list.addObject().put("phaseType", words[0]);
            if (words.length > 1) {
                node.put("phaseStatus", words[1]).put("durationInSeconds", Long.parseLong(words[2]));
            }
            if (words.length > 3) {
                node.putArray("contexts").addObject().put("statusCode", "X").put("message", words[3]);
            }
        }
        return build;
    }

    public static ResponseDefinitionBuilder started(ObjectNode build) {
        return AwsStandIn.json(
                JSON.createObjectNode().<ObjectNode>set("build", build).toString());
    }

    public static ResponseDefinitionBuilder builds(ObjectNode... builds) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("builds").addAll(List.of(builds));
        return AwsStandIn.json(answer.toString());
    }

    public static ObjectNode batch(String status, String... identifiersAndIds) {
        ObjectNode batch = JSON.createObjectNode()
                .put("id", "erlang-toolchain:batch-1")
                .put("arn", "arn:aws:codebuild:us-east-1:123456789012:build-batch/erlang-toolchain:batch-1")
                .put("buildBatchStatus", status);
        ArrayNode groups = batch.putArray("buildGroups");
        for (String each : identifiersAndIds) {
            String[] words = each.split(" ", 2);
            ObjectNode group = groups.addObject().put("identifier", words[0]);
            if (words.length > 1) {
                group.putObject("currentBuildSummary")
                        .put("arn", "arn:aws:codebuild:us-east-1:123456789012:build/" + words[1]);
            }
        }
        return batch;
    }

    public static ResponseDefinitionBuilder startedBatch(ObjectNode batch) {
        return AwsStandIn.json(
                JSON.createObjectNode().<ObjectNode>set("buildBatch", batch).toString());
    }

    public static ResponseDefinitionBuilder batches(ObjectNode... batches) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("buildBatches").addAll(List.of(batches));
        return AwsStandIn.json(answer.toString());
    }

    public static ResponseDefinitionBuilder throttled() {
        return AwsStandIn.ecrError(400, "ThrottlingException", "Rate exceeded");
    }

    // --- what was asked ---

    /** The operations that were called, as IAM names them but for {@code HeadBucket} and {@code HeadObject}, in their order. */
    public List<String> calls() {
        return aws.requests().stream().map(BootstrapStandIn::operation).toList();
    }

    private static String operation(LoggedRequest request) {
        if (request.containsHeader("X-Amz-Target")) {
            String target = request.getHeader("X-Amz-Target");
            String service = target.startsWith(CODEBUILD) ? "codebuild:" : target.startsWith(LOGS) ? "logs:" : "ecr:";
            return service + target.substring(target.indexOf('.') + 1);
        }
        Matcher action = ACTION.matcher(request.getBodyAsString());
        if (request.getMethod().getName().equals("POST") && action.find()) {
            return switch (action.group(1)) {
                case "GetCallerIdentity" -> "sts:GetCallerIdentity";
                case "SimulatePrincipalPolicy" -> "iam:SimulatePrincipalPolicy";
                case "GetRole" -> "iam:GetRole";
                default -> "cloudformation:" + action.group(1);
            };
        }
        return switch (request.getMethod().getName()) {
            case "HEAD" -> request.getUrl().endsWith(".tar.gz") ? "s3:HeadObject" : "s3:HeadBucket";
            case "PUT" -> "s3:PutObject";
            default -> "s3:GetObject";
        };
    }

    /** The one request of an operation. */
    public LoggedRequest request(String operation) {
        List<LoggedRequest> found = aws.requests().stream()
                .filter(request -> operation(request).equals(operation))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " requests of " + operation + " in " + calls());
        }
        return found.get(0);
    }

    /** What the one call of an operation of CodeBuild sent. */
    public JsonNode sent(String operation) {
        try {
            return JSON.readTree(request(operation).getBodyAsString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the one call of an action of CloudFormation sent. */
    public Map<String, String> form(String operation) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : request(operation).getBodyAsString().split("&", -1)) {
            String[] sides = pair.split("=", 2);
            form.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    /** The parameters of the change set: a value each, or {@code (previous)}. */
    public Map<String, String> stackParameters() {
        Map<String, String> form = form("cloudformation:CreateChangeSet");
        Map<String, String> parameters = new TreeMap<>();
        for (int i = 1; form.containsKey("Parameters.member." + i + ".ParameterKey"); i++) {
            String member = "Parameters.member." + i;
            parameters.put(
                    form.get(member + ".ParameterKey"),
                    "true".equals(form.get(member + ".UsePreviousValue"))
                            ? "(previous)"
                            : form.get(member + ".ParameterValue"));
        }
        return parameters;
    }

    public void inTurn(Supplier<MappingBuilder> call, ResponseDefinitionBuilder... answers) {
        String scenario = "scenario-" + scenarios++;
        for (int i = 0; i < answers.length; i++) {
            aws.stub(call.get()
                    .inScenario(scenario)
                    .whenScenarioStateIs(state(i))
                    .willSetStateTo(state(Math.min(i + 1, answers.length - 1)))
                    .willReturn(answers[i]));
        }
    }

    private static String state(int answered) {
        return answered == 0 ? Scenario.STARTED : "answered " + answered;
    }

    private static MappingBuilder call(String target) {
        return post(urlEqualTo("/")).withHeader("X-Amz-Target", equalTo(target));
    }
}
