package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.Guide;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.NestedMaven;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestLayer;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.Repository;

/**
 * The real goal against an AWS emulator over HTTP and a real registry under ECR's own host name: nothing is configured
 * but credentials in the environment, and a base image that can be reached.
 */
@Tag("acceptance")
class AwsAcceptance {

    private static final Path MADE = Path.of("target/acceptance").toAbsolutePath();
    private static final String BASE = "codebuild/amazonlinux2-x86_64-standard";
    private static final String BUCKET = "erlang-toolchain-" + EcrRegistry.ACCOUNT + "-us-east-1";
    private static final String SECRET_KEY = "secret-key-of-the-test";
    private static final String SESSION_TOKEN = "session-token-of-the-test";

    private static Moto aws;
    private static EcrRegistry ecr;
    private static DockerRegistry bases;
    private static NestedMaven.Result first;
    private static List<String> callsOfFirst;

    @BeforeAll
    static void pushOnce() throws Exception {
        Files.createDirectories(MADE);
        aws = Moto.start(MADE);
        ecr = EcrRegistry.start(Files.createTempDirectory(MADE, "ecr"));
        bases = DockerRegistry.start(MADE);
        bases.fixture().push(BASE, "5.0", base());
        aws.createBucket(BUCKET);
        upload("27.1");
        upload("26.2.5");
        // the plugin's dependencies, while every host can be found
        NestedMaven.Result warm = NestedMaven.in(MADE.resolve("aws-work"))
                .with(Map.of("erlang-codebuild.skip", "true"))
                .run("push");
        assertThat(warm.exitCode()).as(warm.output()).isZero();
        int before = aws.calls().size();
        first = push(Map.of()).run("push");
        callsOfFirst = List.copyOf(aws.calls().subList(before, aws.calls().size()));
        assertThat(first.exitCode()).as(first.output()).isZero();
        Files.writeString(MADE.resolve("push.txt"), first.output()); // picture-push.sh makes a picture of it
    }

    @AfterAll
    static void stop() throws Exception {
        bases.close();
        ecr.close();
        aws.close();
    }

    @Test
    void theRepositoryIsMadeWithScanningTagsAndALifecyclePolicy() {
        Repository made = repository("erlang-codebuild");
        assertThat(made.imageScanningConfiguration().scanOnPush()).isTrue();
        assertThat(aws.ecr()
                        .listTagsForResource(request -> request.resourceArn(made.repositoryArn()))
                        .tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key() + "=" + tag.value()).isEqualTo("Purpose=codebuild-base-image"));
        assertThat(lifecyclePolicy("erlang-codebuild")).contains("\"countNumber\":3");
    }

    @Test
    void theImageIsUnderItsVersionAndLatest() {
        assertThat(first.output()).contains("Pushed: " + EcrRegistry.HOST + "/erlang-codebuild:27.1");
        assertThat(pushed("erlang-codebuild", "27.1").layerDigests()).hasSize(3);
        assertThat(pushed("erlang-codebuild", "latest")).isEqualTo(pushed("erlang-codebuild", "27.1"));
        assertThat(first.output()).contains(GoalCommand.of("rollout"));
    }

    /** The emulator knows the repository, but not the images, which are in the real registry; and IAM simulates no caller of its. */
    @Test
    void doctorSeesWhatIsThereAndSaysWhatComesNext() {
        NestedMaven.Result result = push(Map.of()).run("doctor");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output())
                .containsPattern("ok +Credentials +environment variables")
                .containsPattern("\\? +push +\\d+ of \\d+ rights are known to be there")
                .containsPattern("ok +Toolchains +26\\.2\\.5 \\(amd64\\), 27\\.1 \\(amd64\\)")
                .containsPattern("warn +Images +none with a tag in")
                .contains(GoalCommand.of("push") + " -Derlang-codebuild.baseImage=" + bases.host())
                .doesNotContain(SECRET_KEY, SESSION_TOKEN);
    }

    @Test
    void aTokenWhoseExpiryLiesInThePastIsGotOnce() {
        assertThat(callsOfFirst)
                .filteredOn(call -> call.endsWith(".GetAuthorizationToken"))
                .hasSize(1);
    }

    @Test
    void theSamePushAgainMovesNothing() throws Exception {
        int before = ecr.requests().size();
        NestedMaven.Result again = push(Map.of()).run("push");
        List<String> requests = ecr.requests().subList(before, ecr.requests().size());
        assertThat(again.output()).contains("Up to date: " + EcrRegistry.HOST + "/erlang-codebuild:27.1");
        Guide guide = Guide.read(Path.of("docs/guide.md"));
        assertThat(guide.missing("push", 0, first.lines())).as(first.output()).isEmpty();
        assertThat(guide.missing("push", 1, again.lines())).as(again.output()).isEmpty();
        assertThat(requests)
                .isNotEmpty()
                .noneMatch(request -> request.contains("/blobs/"))
                .noneMatch(request -> request.contains("\"PUT "));
    }

    @Test
    void anotherVersionStandsBesideItAndLeavesLatestAlone() {
        Manifest latest = pushed("erlang-codebuild", "latest");
        NestedMaven.Result other = push(Map.of(
                        "erlang-codebuild.erlangVersion", "26.2.5", "erlang-codebuild.tags", "26.2.5"))
                .run("push");
        assertThat(other.exitCode()).as(other.output()).isZero();
        assertThat(pushed("erlang-codebuild", "26.2.5")).isNotEqualTo(latest);
        assertThat(pushed("erlang-codebuild", "latest")).isEqualTo(latest);
    }

    @Test
    void aLifecyclePolicyThatStandsIsLeftAlone() {
        String policy = "{\"rules\":[{\"rulePriority\":1,\"selection\":{\"tagStatus\":\"untagged\","
                + "\"countType\":\"imageCountMoreThan\",\"countNumber\":99},\"action\":{\"type\":\"expire\"}}]}";
        aws.ecr().createRepository(request -> request.repositoryName("kept"));
        aws.ecr().putLifecyclePolicy(request -> request.repositoryName("kept").lifecyclePolicyText(policy));

        NestedMaven.Result result =
                push(Map.of("erlang-codebuild.repository", "kept")).run("push");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(lifecyclePolicy("kept")).isEqualTo(policy);
    }

    @Test
    void aBaseInTheSameRegistryIsMounted() {
        ecr.fixture().push(BASE, "5.0", base());

        NestedMaven.Result result = push(Map.of(
                        "erlang-codebuild.repository",
                        "mounted",
                        "erlang-codebuild.baseImage",
                        EcrRegistry.HOST + "/" + BASE + ":5.0"))
                .run("push");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("2 mounted");
        assertThat(pushed("mounted", "27.1").layerDigests()).hasSize(3);
    }

    @Test
    void aForgedEcrGetsNoTokenWhateverIsAllowedForOthers() throws Exception {
        int before = ecr.requests().size();

        NestedMaven.Result forged = push(Map.of("erlang-codebuild.repository", "forged"))
                .mavenOpts("-Djdk.net.hosts.file=" + ecr.hosts()) // and not the trust store that has its certificate
                .run("push");

        assertThat(forged.exitCode()).as(forged.output()).isNotZero();
        assertThat(forged.output())
                .contains("the TLS certificate of " + EcrRegistry.HOST + " is not trusted")
                .doesNotContain("allowInsecureRegistries=" + EcrRegistry.HOST);
        assertThat(ecr.requests()).hasSize(before);
    }

    @Test
    void twoFirstPushesAtOnceBothSucceed() {
        Map<String, String> raced = Map.of("erlang-codebuild.repository", "raced");
        CompletableFuture<NestedMaven.Result> one =
                CompletableFuture.supplyAsync(() -> push("aws-one", raced).run("push"));
        CompletableFuture<NestedMaven.Result> other =
                CompletableFuture.supplyAsync(() -> push("aws-other", raced).run("push"));

        assertThat(one.join().exitCode()).as(one.join().output()).isZero();
        assertThat(other.join().exitCode()).as(other.join().output()).isZero();
        assertThat(lifecyclePolicy("raced")).contains("\"countNumber\":3");
        assertThat(pushed("raced", "latest")).isEqualTo(pushed("raced", "27.1"));
    }

    @Test
    void aTokenThatRunsOutInTheMiddleOfAPushIsRenewed() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        long tokens = aws.tokens();
        Path hosts = Files.writeString(
                ecr.hosts().resolveSibling("relay-hosts"), "127.0.0.1 localhost\n127.0.0.3 " + EcrRegistry.HOST + "\n");
        // the first token is good for ten requests
        try (Relay relay = Relay.tls(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 3}),
                URI.create("https://127.0.0.2"),
                ecr.keyStore(),
                ecr.trustStore(),
                () -> requests.incrementAndGet() > 10 && aws.tokens() == tokens + 1)) {
            NestedMaven.Result result = push("aws-work", Map.of("erlang-codebuild.repository", "renewed"), hosts)
                    .run("push");

            assertThat(result.exitCode()).as(result.output()).isZero();
            assertThat(relay.requests().size()).isGreaterThan(10);
        }
        assertThat(aws.tokens()).isEqualTo(tokens + 2);
        assertThat(pushed("renewed", "27.1").layerDigests()).hasSize(3);
    }

    @Test
    void aRightThatIsMissingAtTheRegistryIsNamedWithItsStatement() throws Exception {
        String arn = "arn:aws:ecr:us-east-1:" + EcrRegistry.ACCOUNT + ":repository/denied";
        String words = "User: arn:aws:iam::" + EcrRegistry.ACCOUNT
                + ":user/joe is not authorized to perform: ecr:BatchGetImage on resource: " + arn
                + " because no identity-based policy allows the ecr:BatchGetImage action";
        Path hosts = Files.writeString(
                ecr.hosts().resolveSibling("denying-hosts"),
                "127.0.0.1 localhost\n127.0.0.4 " + EcrRegistry.HOST + "\n");
        try (Relay relay = Relay.tls(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 4}),
                URI.create("https://127.0.0.2"),
                ecr.keyStore(),
                ecr.trustStore(),
                () -> false)) {
            relay.denyManifests(words);

            NestedMaven.Result result = push("aws-work", Map.of("erlang-codebuild.repository", "denied"), hosts)
                    .run("push");

            assertThat(result.exitCode()).isNotZero();
            assertThat(result.output())
                    .contains("Cannot look up tag 27.1 in " + EcrRegistry.HOST
                            + "/denied (ecr:BatchGetImage): access denied" + " (DENIED: " + words + ").")
                    .contains("This identity needs ecr:BatchGetImage on " + arn + ".")
                    .contains("{\"Effect\":\"Allow\",\"Action\":\"ecr:BatchGetImage\",\"Resource\":\"" + arn + "\"}")
                    .doesNotContain("docker login");
            assertThat(relay.requests()).contains("HEAD /v2/denied/manifests/27.1", "GET /v2/denied/manifests/27.1");
        }
    }

    @Test
    void withoutAwsCredentialsADockerLoginAtTheRegistryIsUsed() throws Exception {
        Path docker = Files.createDirectories(MADE.resolve("docker-login"));
        String auth =
                Base64.getEncoder().encodeToString(("AWS:" + EcrRegistry.PASSWORD).getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                docker.resolve("config.json"),
                "{\"auths\":{\"" + EcrRegistry.HOST + "\":{\"auth\":\"" + auth + "\"}}}");
        int before = aws.calls().size();

        NestedMaven.Result result = push(Map.of(
                        "erlang-codebuild.repository",
                        "by-docker-login",
                        "erlang-codebuild.registry",
                        EcrRegistry.HOST,
                        "erlang-codebuild.toolchain",
                        TestBundle.otp("27.1").writeTo(docker.resolve("bundle")).toString()))
                .environment("DOCKER_CONFIG", docker.toString())
                .environment("AWS_ACCESS_KEY_ID", "")
                .environment("AWS_SECRET_ACCESS_KEY", "")
                .environment("AWS_SESSION_TOKEN", "")
                .environment("AWS_CONFIG_FILE", docker.resolve("none").toString())
                .environment(
                        "AWS_SHARED_CREDENTIALS_FILE", docker.resolve("none").toString())
                .run("push");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("There are no AWS credentials: ")
                .contains(" There is a login at " + EcrRegistry.HOST
                        + ", which will do: the repository by-docker-login is taken as it is");
        assertThat(aws.calls()).hasSize(before);
        assertThat(pushed("by-docker-login", "latest").layerDigests()).hasSize(3);
    }

    @Test
    void anImmutableTagThatIsTakenIsAnErrorBeforeAnyLayer() throws Exception {
        aws.ecr().createRepository(request -> request.repositoryName("frozen")
                .imageTagMutability(ImageTagMutability.IMMUTABLE));
        ecr.fixture().push("frozen", "27.1", base());
        int before = ecr.requests().size();

        NestedMaven.Result result =
                push(Map.of("erlang-codebuild.repository", "frozen")).run("push");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output())
                .contains("The tag 27.1 of " + EcrRegistry.HOST + "/frozen names another image")
                .contains("-Derlang-codebuild.tags=");
        assertThat(ecr.requests().subList(before, ecr.requests().size()))
                .noneMatch(request -> request.contains("/blobs/"));
    }

    @Test
    void aFindingOfTheScanFailsThePushThatMovesNothing() throws Exception {
        scanned("scanned", "HIGH");

        NestedMaven.Result failed = pushScanned("scanned", "high");
        NestedMaven.Result ofTheToolchain = pushScanned("scanned", "CRITICAL");

        assertThat(failed.exitCode()).as(failed.output()).isNotZero();
        assertThat(failed.output())
                .contains("Up to date: " + EcrRegistry.HOST + "/scanned:27.1")
                .contains("Scan: 2 findings of severity HIGH or worse")
                .containsPattern(
                        "HIGH +CVE-2099-1 +libfoo +1\\.0 +1\\.1 +toolchain +https://cve\\.example\\.org/CVE-2099-1")
                .containsPattern("HIGH +CVE-2099-2 +libfoo +1\\.0 +1\\.1 +base ")
                .contains("1 in the toolchain layer, 1 in the base. The image is in the repository all the same")
                .doesNotContain("Next:");
        assertThat(ofTheToolchain.exitCode()).as(ofTheToolchain.output()).isNotZero();
        assertThat(ofTheToolchain.output())
                .contains("Scan: 1 finding of severity CRITICAL, or in the toolchain layer")
                .contains("CVE-2099-1")
                .doesNotContain("CVE-2099-2");
    }

    @Test
    void findingsOfTheBaseBelowTheSeverityLetAPushPass() throws Exception {
        scanned("scanned-base", "INFORMATIONAL");

        NestedMaven.Result passed = pushScanned("scanned-base", "CRITICAL");

        assertThat(passed.exitCode()).as(passed.output()).isZero();
        assertThat(passed.output())
                .contains("Scan: nothing of severity CRITICAL", "1 HIGH, 1 MEDIUM, 1 INFORMATIONAL", "Next:");
    }

    /** The emulator scans nothing: it is told of the image, and of what a scan would find. */
    private static void scanned(String repository, String ofTheToolchain) throws Exception {
        NestedMaven.Result unscanned =
                push(Map.of("erlang-codebuild.repository", repository)).run("push");
        assertThat(unscanned.exitCode()).as(unscanned.output()).isZero();
        Manifest image = pushed(repository, "27.1");
        aws.ecr().putImage(request -> request.repositoryName(repository)
                .imageTag("27.1")
                .imageManifest(image.json().toString())
                .imageDigest(image.digest().toString()));
        aws.ecr().startImageScan(request -> request.repositoryName(repository)
                .imageId(id -> id.imageDigest(image.digest().toString())));
        aws.scanFinds(repository, image.digest().toString(), findings(image, ofTheToolchain));
    }

    private static NestedMaven.Result pushScanned(String repository, String failOnSeverity) {
        return push(Map.of(
                        "erlang-codebuild.repository", repository, "erlang-codebuild.failOnSeverity", failOnSeverity))
                .run("push");
    }

    @Test
    void theDebugLogHoldsNoSecret() {
        NestedMaven.Result result = push(Map.of("erlang-codebuild.repository", "logged"))
                .option("-X")
                .run("push");

        assertThat(result.exitCode()).as(result.output()).isZero();
        String pair = "AWS:" + EcrRegistry.PASSWORD;
        assertThat(result.output())
                .contains("[DEBUG]")
                .doesNotContain(SECRET_KEY, SESSION_TOKEN, EcrRegistry.PASSWORD)
                .doesNotContain(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .doesNotContainIgnoringCase("X-Amz-Signature")
                .doesNotContain("Signature=");
    }

    private static NestedMaven push(Map<String, String> more) {
        return push("aws-work", more);
    }

    private static NestedMaven push(String directory, Map<String, String> more) {
        return push(directory, more, ecr.hosts());
    }

    private static NestedMaven push(String directory, Map<String, String> more, Path hosts) {
        return NestedMaven.in(MADE.resolve(directory))
                .with(Map.of(
                        "erlang-codebuild.baseImage",
                        bases.host() + "/" + BASE + ":5.0",
                        "erlang-codebuild.allowInsecureRegistries",
                        "true"))
                .with(more)
                .environment("AWS_ENDPOINT_URL", aws.url())
                .environment("AWS_ACCESS_KEY_ID", "AKIDTEST")
                .environment("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
                .environment("AWS_SESSION_TOKEN", SESSION_TOKEN)
                .environment("AWS_EC2_METADATA_DISABLED", "true")
                .mavenOpts("-Djdk.net.hosts.file=" + hosts + " -Djavax.net.ssl.trustStore=" + ecr.trustStore()
                        + " -Djavax.net.ssl.trustStorePassword=changeit");
    }

    private static TestBaseImage base() {
        return TestBaseImage.docker()
                .layer(TestLayer.ofTextFiles(Map.of("etc/os-release", "NAME=\"Amazon Linux\"\n")))
                .layer(TestLayer.synthetic(1, 60_000_000))
                .env("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    }

    private static void upload(String version) {
        TestBundle bundle = TestBundle.otp(version).padding(45_000_000);
        String prefix = "otp-" + version + "/linux-amd64/toolchain";
        aws.upload(BUCKET, prefix + ".json", bundle.descriptorBytes());
        aws.upload(BUCKET, prefix + ".tar.gz", bundle.layerBytes());
    }

    /** Two findings of severity HIGH, one in the toolchain layer and one in the base, and one of MEDIUM. */
    private static String findings(Manifest image, String ofTheToolchain) {
        List<String> found = List.of(
                finding("CVE-2099-1", ofTheToolchain, image.layerDigests().get(2)),
                finding("CVE-2099-2", "HIGH", image.layerDigests().get(0)),
                finding("CVE-2099-3", "MEDIUM", image.layerDigests().get(1)));
        return "{\"imageScanCompletedAt\":1.7E9,\"enhancedFindings\":[" + String.join(",", found) + "]}";
    }

    private static String finding(String id, String severity, Digest layer) {
        return """
                {"severity":"%2$s","status":"ACTIVE","packageVulnerabilityDetails":{"vulnerabilityId":"%1$s",
                  "sourceUrl":"https://cve.example.org/%1$s","vulnerablePackages":[{"name":"libfoo","version":"1.0",
                    "fixedInVersion":"1.1","sourceLayerHash":"%3$s"}]}}
                """.formatted(id, severity, layer);
    }

    private static Repository repository(String name) {
        return aws.ecr()
                .describeRepositories(request -> request.repositoryNames(name))
                .repositories()
                .get(0);
    }

    private static String lifecyclePolicy(String repository) {
        return aws.ecr()
                .getLifecyclePolicy(request -> request.repositoryName(repository))
                .lifecyclePolicyText();
    }

    private static Manifest pushed(String repository, String tag) {
        return ecr.fixture().manifest(repository, tag).orElseThrow();
    }
}
