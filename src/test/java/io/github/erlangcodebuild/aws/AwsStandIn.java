package io.github.erlangcodebuild.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.testing.RequestsToAws;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * AWS over HTTP in this JVM: ECR, STS and S3 at one endpoint, answering as the services do. The SDK comes here through
 * its own system properties, with credentials that are good and no region of its own, until a test says otherwise.
 */
public final class AwsStandIn implements BeforeEachCallback, AfterEachCallback {

    public static final String ACCOUNT = "123456789012";

    private static final String ECR = "AmazonEC2ContainerRegistry_V20150921.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WireMockServer server =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    private final Map<String, @Nullable String> before = new HashMap<>();

    @Nullable
    private Path files;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        server.start();
        files = Files.createTempDirectory("aws");
        property("aws.endpointUrl", url());
        property("aws.accessKeyId", "AKIDEXAMPLE");
        property("aws.secretAccessKey", "secret-access-key");
        property("aws.disableEc2Metadata", "true");
        property("aws.configFile", files.resolve("config").toString());
        property("aws.sharedCredentialsFile", files.resolve("credentials").toString());
        property("aws.maxAttempts", "2");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        RequestsToAws.keep(requests());
        server.stop();
        for (String name : new String[] {"config", "credentials"}) {
            Files.deleteIfExists(files().resolve(name));
        }
        Files.delete(files());
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        before.clear();
    }

    /** Sets a system property, or clears it, until the test ends. */
    public void property(String name, @Nullable String value) {
        String was = value == null ? System.clearProperty(name) : System.setProperty(name, value);
        if (!before.containsKey(name)) {
            before.put(name, was);
        }
    }

    /** Takes the credentials away. */
    public void withoutCredentials() {
        property("aws.accessKeyId", null);
        property("aws.secretAccessKey", null);
    }

    /** The content of {@code ~/.aws/config}. */
    public void config(String text) throws Exception {
        Files.writeString(files().resolve("config"), text);
    }

    private Path files() {
        if (files == null) {
            throw new IllegalStateException("not within a test");
        }
        return files;
    }

    /** By address: S3 puts the bucket in front of a name. */
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    public static Aws aws() {
        return aws(Optional.empty(), Optional.empty());
    }

    public static Aws awsIn(String region) {
        return aws(Optional.of(region), Optional.empty());
    }

    public static Aws awsOf(String profile) {
        return aws(Optional.empty(), Optional.of(profile));
    }

    /** What the session of a goal is, in us-east-1. */
    public static Aws awsFor(IamPolicy goal) {
        return aws(Optional.of("us-east-1"), Optional.empty(), goal);
    }

    private static Aws aws(Optional<String> region, Optional<String> profile) {
        return aws(region, profile, IamPolicy.PUSH);
    }

    /** In a region, all of it through these proxies. */
    public static Aws awsThrough(Proxies proxies, String region) {
        return aws(Optional.of(region), Optional.empty(), IamPolicy.PUSH, proxies);
    }

    private static Aws aws(Optional<String> region, Optional<String> profile, IamPolicy goal) {
        return aws(region, profile, goal, Proxies.none());
    }

    static Aws aws(Optional<String> region, Optional<String> profile, IamPolicy goal, Proxies proxies) {
        return new Aws(
                new AwsSettings(region, profile, proxies, "erlang-codebuild-maven-plugin/1.2.3"), goal, warning -> {});
    }

    /** STS tells whose credentials these are. */
    public void knowsTheCaller() {
        sts(aResponse().withHeader("Content-Type", "text/xml").withBody("""
                <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <GetCallerIdentityResult>
                    <Arn>arn:aws:sts::123456789012:assumed-role/build/session</Arn>
                    <UserId>AROAEXAMPLE:session</UserId>
                    <Account>123456789012</Account>
                  </GetCallerIdentityResult>
                  <ResponseMetadata><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ResponseMetadata>
                </GetCallerIdentityResponse>
                """));
    }

    public void sts(ResponseDefinitionBuilder answer) {
        server.stubFor(post(urlEqualTo("/"))
                .withRequestBody(containing("Action=GetCallerIdentity"))
                .willReturn(answer));
    }

    public static ResponseDefinitionBuilder stsError(int status, String code, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/xml")
                .withBody("""
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
                  <RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId>
                </ErrorResponse>
                """.formatted(code, message));
    }

    /** ECR hands out a token. */
    public void givesToken(String password, String host) {
        ecr("GetAuthorizationToken", authorization(password, host));
    }

    public static ResponseDefinitionBuilder authorization(String password, String host) {
        String token = Base64.getEncoder().encodeToString(("AWS:" + password).getBytes(StandardCharsets.UTF_8));
        return json("""
                {"authorizationData":[{"authorizationToken":"%s","expiresAt":1.4708795E9,
                  "proxyEndpoint":"https://%s"}]}
                """.formatted(token, host));
    }

    public void ecr(String operation, ResponseDefinitionBuilder answer) {
        server.stubFor(ecrCall(operation).willReturn(answer));
    }

    /** An ECR call, to be stubbed further. */
    public static MappingBuilder ecrCall(String operation) {
        return post(urlEqualTo("/")).withHeader("X-Amz-Target", equalTo(ECR + operation));
    }

    public static ResponseDefinitionBuilder ecrError(String code, String message) {
        return ecrError(400, code, message);
    }

    public static ResponseDefinitionBuilder ecrError(int status, String code, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/x-amz-json-1.1")
                .withHeader("x-amzn-RequestId", "b4b1d6b5-8c5a-4bd4-9b6e-1d2f6a7c8d9e")
                .withBody("{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, message));
    }

    public static ResponseDefinitionBuilder json(String body) {
        return aResponse()
                .withHeader("Content-Type", "application/x-amz-json-1.1")
                .withBody(body);
    }

    public static ResponseDefinitionBuilder s3Error(int status, String code, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/xml")
                .withHeader("x-amz-request-id", "656c76696e6727732072657175657374")
                .withBody("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <Error><Code>%s</Code><Message>%s</Message><RequestId>656c76696e67</RequestId></Error>
                        """.formatted(code, message));
    }

    public void stub(MappingBuilder mapping) {
        server.stubFor(mapping);
    }

    /** What every other request gets. */
    public void anythingElse(ResponseDefinitionBuilder answer) {
        server.stubFor(any(anyUrl()).atPriority(100).willReturn(answer));
    }

    /** All requests, in their order. */
    public List<LoggedRequest> requests() {
        return server.findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
    }

    /** The names of the operations of ECR that were called, in their order. */
    public List<String> ecrCalls() {
        return requests().stream()
                .filter(request -> request.containsHeader("X-Amz-Target"))
                .map(request -> request.getHeader("X-Amz-Target").substring(ECR.length()))
                .toList();
    }

    /** What the calls of an operation of ECR sent, in their order. */
    public Stream<JsonNode> ecrRequests(String operation) {
        return server.findAll(postRequestedFor(anyUrl()).withHeader("X-Amz-Target", equalTo(ECR + operation))).stream()
                .map(request -> {
                    try {
                        return JSON.readTree(request.getBodyAsString());
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }
}
