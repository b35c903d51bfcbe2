package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An AWS emulator's server over HTTP, behind a relay that writes down what is called. */
final class Moto implements AutoCloseable {

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "test"));

    private final Process process;
    private final Relay relay;
    private final EcrClient ecr;
    private final S3Client s3;

    private Moto(Process process, Relay relay) {
        this.process = process;
        this.relay = relay;
        this.ecr = EcrClient.builder()
                .endpointOverride(relay.url())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
        this.s3 = S3Client.builder()
                .endpointOverride(relay.url())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .forcePathStyle(true)
                .build();
    }

    /** Starts one that knows nothing yet. Its programs are installed below this directory, and kept. */
    static Moto start(Path directory) throws IOException, InterruptedException {
        Shell.run("install-moto.sh", directory.toString());
        Path log = Files.createTempFile(directory, "moto", ".log");
        Process process = new ProcessBuilder(
                        directory.resolve("moto/bin/python").toString(),
                        "src/acceptance/moto-server.py",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int port = Ports.await(process, log);
        return new Moto(process, Relay.plain(URI.create("http://127.0.0.1:" + port)));
    }

    /** The endpoint of every service. */
    String url() {
        return relay.url().toString();
    }

    EcrClient ecr() {
        return ecr;
    }

    void createBucket(String bucket) {
        s3.createBucket(request -> request.bucket(bucket));
    }

    void upload(String bucket, String key, byte[] content) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    /** The keys of a bucket's objects. */
    List<String> keys(String bucket) {
        return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** The parameters of a stack, with their values. */
    Map<String, String> stackParameters(String stack) {
        try (CloudFormationClient formation = CloudFormationClient.builder()
                .endpointOverride(relay.url())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build()) {
            return formation.describeStacks(request -> request.stackName(stack)).stacks().stream()
                    .flatMap(found -> found.parameters().stream())
                    .collect(Collectors.toMap(Parameter::parameterKey, Parameter::parameterValue));
        }
    }

    /** Has the next look at the scan of an image find this, {@code imageScanFindings} of ECR's API, by enhanced scanning. */
    void scanFinds(String repository, String imageDigest, String findings) throws IOException, InterruptedException {
        String body = """
                {"results":[{"repositoryName":"%s","imageId":{"imageDigest":"%s"},
                  "imageScanStatus":{"status":"ACTIVE"},"imageScanFindings":%s}]}
                """.formatted(repository, imageDigest, findings);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url() + "/moto-api/static/ecr/scan-finding-results"))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("moto answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** The calls up to now: {@code METHOD /path}, and the operation where a header names it. */
    List<String> calls() {
        return relay.requests();
    }

    /** How many tokens were given out. */
    long tokens() {
        return calls().stream()
                .filter(call -> call.endsWith(".GetAuthorizationToken"))
                .count();
    }

    @Override
    public void close() {
        ecr.close();
        s3.close();
        relay.close();
        process.destroy();
        process.onExit().join();
    }
}
