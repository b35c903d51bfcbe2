package io.github.erlangcodebuild.testing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What a rollout by the real goal needs of an AWS account, over HTTP in this JVM: a stack {@code erlang} with the project
 * {@code erlang} on a curated image, a repository that has {@link #IMAGE}, and a lifecycle policy that is about to expire
 * an image that the project {@code nightly} uses. Changing stack or project shows when it is looked at again. The project has
 * built on the curated image before; the next build is on the other one.
 */
public final class CodeBuildAccount implements AutoCloseable {

    /** The image that both had before. */
    public static final String CURATED = "aws/codebuild/amazonlinux2-x86_64-standard:5.0";

    /** The image that is there. */
    public static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild:27.1";

    /** Its digest. */
    public static final String DIGEST = "sha256:" + "4f".repeat(32);

    private static final String CODEBUILD = "CodeBuild_20161006.";
    private static final String ECR = "AmazonEC2ContainerRegistry_V20150921.";
    private static final String LOGS = "Logs_20140328.";
    private static final String XMLNS = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
    private static final String CHANGED = "changed";
    private static final String SEEN = "seen since";

    private final WireMockServer server =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

    private CodeBuildAccount() {}

    /** Starts it. */
    public static CodeBuildAccount start() {
        CodeBuildAccount account = new CodeBuildAccount();
        account.server.start();
        account.caller();
        account.repository();
        account.projects();
        account.stack();
        account.builds();
        return account;
    }

    /** What Maven has to be told for the goal to come here, and the goal's own parameters. */
    public void writeTo(Path propertiesFile, Map<String, String> parameters) throws IOException {
        Properties properties = new Properties();
        properties.putAll(parameters);
        properties.put("aws.endpointUrl", "http://127.0.0.1:" + server.port());
        properties.put("aws.accessKeyId", "AKIDEXAMPLE");
        properties.put("aws.secretAccessKey", "secret-access-key");
        properties.put("aws.region", "us-east-1");
        properties.put("aws.disableEc2Metadata", "true");
        try (Writer out = Files.newBufferedWriter(propertiesFile)) {
            properties.store(out, null);
        }
    }

    /** Writes what a push of {@link #IMAGE} leaves below this directory. */
    public static void pushedFrom(Path directory) throws IOException {
        Path file = directory.resolve("target/erlang-codebuild/image.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"schemaVersion": 1, "image": "%s", "digest": "%s", "platform": {"os": "linux", "architecture": "amd64"}}
                """.formatted(IMAGE, DIGEST));
    }

    /** The bodies of the requests of an operation of CodeBuild or ECR, in their order. */
    public List<String> bodies(String operation) {
        return server
                .findAll(postRequestedFor(anyUrl()).withHeader("X-Amz-Target", containing("." + operation)))
                .stream()
                .map(LoggedRequest::getBodyAsString)
                .toList();
    }

    /** The bodies of the requests of an action of CloudFormation, in their order. */
    public List<String> forms(String action) {
        return server.findAll(postRequestedFor(anyUrl()).withRequestBody(containing("Action=" + action + "&"))).stream()
                .map(LoggedRequest::getBodyAsString)
                .toList();
    }

    private void caller() {
        server.stubFor(post(anyUrl())
                .withRequestBody(containing("Action=GetCallerIdentity"))
                .willReturn(aResponse().withHeader("Content-Type", "text/xml").withBody("""
                        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                          <GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>
                        </GetCallerIdentityResponse>""")));
    }

    private void repository() {
        answer(ECR + "DescribeImages", """
                {"imageDetails": [{"imageDigest": "%s", "imageTags": ["27.1", "latest"]}]}""".formatted(DIGEST));
        answer(ECR + "StartLifecyclePolicyPreview", "{\"status\": \"IN_PROGRESS\"}");
        answer(ECR + "GetLifecyclePolicyPreview", """
                {"status": "COMPLETE", "previewResults": [{"imageDigest": "sha256:%s", "imageTags": ["25.3"]}]}""".formatted("0".repeat(64)));
    }

    private void projects() {
        answer(CODEBUILD + "ListProjects", "{\"projects\": [\"erlang\", \"nightly\"]}");
        String nightly = project("nightly", IMAGE.replace(":27.1", ":25.3"), "SERVICE_ROLE");
        projects(Scenario.STARTED, project("erlang", CURATED, "CODEBUILD"), nightly);
        projects(CHANGED, project("erlang", IMAGE, "SERVICE_ROLE"), nightly);
        projects(SEEN, project("erlang", IMAGE, "SERVICE_ROLE"), nightly);
        server.stubFor(call(CODEBUILD + "UpdateProject")
                .inScenario("account")
                .willSetStateTo(SEEN)
                .willReturn(aResponse().withBody("{}")));
    }

    private void projects(String state, String... projects) {
        server.stubFor(call(CODEBUILD + "BatchGetProjects")
                .inScenario("account")
                .whenScenarioStateIs(state)
                .willReturn(aResponse().withBody("{\"projects\": [" + String.join(",", projects) + "]}")));
    }

    private static String project(String name, String image, String credentials) {
        return """
                {"name": "%s", "environment": {"type": "LINUX_CONTAINER", "computeType": "BUILD_GENERAL1_SMALL",
                 "image": "%s", "imagePullCredentialsType": "%s"}}""".formatted(name, image, credentials);
    }

    private void builds() {
        String before = build("erlang:before", CURATED, "SUCCEEDED", 19, 265, 14);
        String test = build("erlang:test", IMAGE, "SUCCEEDED", 21, 1, 12);
        answer(CODEBUILD + "StartBuild", "{\"build\": " + build("erlang:test", IMAGE, "IN_PROGRESS") + "}");
        answer(CODEBUILD + "ListBuildsForProject", "{\"ids\": [\"erlang:test\", \"erlang:before\"]}");
        answer(CODEBUILD + "BatchGetBuilds", "{\"builds\": [" + test + "]}");
        server.stubFor(call(CODEBUILD + "BatchGetBuilds")
                .withRequestBody(containing("erlang:before"))
                .willReturn(aResponse().withBody("{\"builds\": [" + test + "," + before + "]}")));
        answer(CODEBUILD + "ListCuratedEnvironmentImages", """
                {"platforms": [{"languages": [{"images": [{"name": "%s"}]}]}]}""".formatted(CURATED));
        answer(LOGS + "GetLogEvents", """
                {"events": [{"timestamp": 1795000000000, "message": "[Container] Running command rebar3 compile"},
                            {"timestamp": 1795000000001, "message": "[Container] Running command rebar3 eunit"}],
                 "nextForwardToken": "end"}""");
        server.stubFor(call(LOGS + "GetLogEvents")
                .withRequestBody(containing("\"end\""))
                .willReturn(aResponse().withBody("{\"events\": [], \"nextForwardToken\": \"end\"}")));
    }

    /** @param seconds those of PROVISIONING, INSTALL and BUILD, of a build that has ended */
    private static String build(String id, String image, String status, int... seconds) {
        StringBuilder phases = new StringBuilder();
        if (seconds.length > 0) {
            phases.append(phase("SUBMITTED", 0))
                    .append(phase("QUEUED", 1))
                    .append(phase("PROVISIONING", seconds[0]))
                    .append(phase("DOWNLOAD_SOURCE", 3))
                    .append(phase("INSTALL", seconds[1]))
                    .append(phase("PRE_BUILD", 0))
                    .append(phase("BUILD", seconds[2]))
                    .append(phase("POST_BUILD", 0))
                    .append(phase("UPLOAD_ARTIFACTS", 1))
                    .append(phase("FINALIZING", 1))
                    .append("{\"phaseType\": \"COMPLETED\"}");
        }
        return """
                {"id": "%1$s", "arn": "arn:aws:codebuild:us-east-1:123456789012:build/%1$s", "projectName": "erlang",
                 "buildStatus": "%2$s", "startTime": 1795000000, "phases": [%3$s],
                 "environment": {"type": "LINUX_CONTAINER", "computeType": "BUILD_GENERAL1_SMALL", "image": "%4$s"},
                 "logs": {"groupName": "/aws/codebuild/erlang", "streamName": "build"}}""".formatted(id, status, phases, image);
    }

    private static String phase(String type, int seconds) {
        return "{\"phaseType\": \"%s\", \"phaseStatus\": \"SUCCEEDED\", \"durationInSeconds\": %d},"
                .formatted(type, seconds);
    }

    private void stack() {
        answerXml("CreateChangeSet", "<Id>arn:aws:cloudformation:us-east-1:123456789012:changeSet/rollout/1</Id>");
        answerXml("DeleteChangeSet", "");
        answerXml("DescribeChangeSet", """
                <Status>CREATE_COMPLETE</Status><Changes>
                <member><Type>Resource</Type><ResourceChange><Action>Modify</Action>
                  <LogicalResourceId>Project</LogicalResourceId><ResourceType>AWS::CodeBuild::Project</ResourceType>
                  <Replacement>False</Replacement></ResourceChange></member>
                <member><Type>Resource</Type><ResourceChange><Action>Modify</Action>
                  <LogicalResourceId>BuildRole</LogicalResourceId><ResourceType>AWS::IAM::Role</ResourceType>
                  <Replacement>False</Replacement></ResourceChange></member></Changes>""");
        answerXml("ListStackResources", """
                <StackResourceSummaries><member><LogicalResourceId>Project</LogicalResourceId>
                <ResourceType>AWS::CodeBuild::Project</ResourceType><PhysicalResourceId>erlang</PhysicalResourceId>
                </member></StackResourceSummaries>""");
        server.stubFor(form("ExecuteChangeSet")
                .inScenario("account")
                .willSetStateTo(CHANGED)
                .willReturn(xml("ExecuteChangeSet", "")));
        server.stubFor(form("DescribeStacks").willReturn(stackIs("CREATE_COMPLETE", CURATED)));
        server.stubFor(form("DescribeStacks")
                .inScenario("account")
                .whenScenarioStateIs(CHANGED)
                .willSetStateTo(SEEN)
                .willReturn(stackIs("UPDATE_IN_PROGRESS", IMAGE)));
        server.stubFor(form("DescribeStacks")
                .inScenario("account")
                .whenScenarioStateIs(SEEN)
                .willReturn(stackIs("UPDATE_COMPLETE", IMAGE)));
        String before = event(0, "erlang", "AWS::CloudFormation::Stack", "CREATE_COMPLETE");
        String role = event(1, "BuildRole", "AWS::IAM::Role", "UPDATE_COMPLETE");
        String project = event(2, "Project", "AWS::CodeBuild::Project", "UPDATE_COMPLETE");
        server.stubFor(form("DescribeStackEvents").willReturn(events(before)));
        server.stubFor(form("DescribeStackEvents")
                .inScenario("account")
                .whenScenarioStateIs(SEEN)
                .willReturn(events(project + role + before)));
    }

    private static ResponseDefinitionBuilder stackIs(String status, String image) {
        return xml("DescribeStacks", """
                <Stacks><member><StackName>erlang</StackName><StackStatus>%s</StackStatus>
                <Parameters>
                  <member><ParameterKey>CodeBuildImage</ParameterKey><ParameterValue>%s</ParameterValue></member>
                  <member><ParameterKey>LogDays</ParameterKey><ParameterValue>30</ParameterValue></member>
                </Parameters>
                <Capabilities><member>CAPABILITY_IAM</member></Capabilities></member></Stacks>""".formatted(status, image));
    }

    private static String event(int id, String resource, String type, String status) {
        return """
                <member><EventId>%d</EventId><LogicalResourceId>%s</LogicalResourceId><ResourceType>%s</ResourceType>
                <ResourceStatus>%s</ResourceStatus></member>""".formatted(id, resource, type, status);
    }

    private static ResponseDefinitionBuilder events(String members) {
        return xml("DescribeStackEvents", "<StackEvents>" + members + "</StackEvents>");
    }

    private void answer(String target, String json) {
        server.stubFor(call(target).willReturn(aResponse().withBody(json)));
    }

    private void answerXml(String action, String result) {
        server.stubFor(form(action).willReturn(xml(action, result)));
    }

    private static ResponseDefinitionBuilder xml(String action, String result) {
        return aResponse()
                .withHeader("Content-Type", "text/xml")
                .withBody("<" + action + "Response xmlns=\"" + XMLNS + "\"><" + action + "Result>" + result + "</"
                        + action + "Result></" + action + "Response>");
    }

    private static MappingBuilder call(String target) {
        return post(anyUrl()).withHeader("X-Amz-Target", equalTo(target));
    }

    private static MappingBuilder form(String action) {
        return post(anyUrl()).withRequestBody(containing("Action=" + action + "&"));
    }

    @Override
    public void close() throws IOException {
        RequestsToAws.keep(server.findAll(anyRequestedFor(anyUrl())));
        server.stop();
    }
}
