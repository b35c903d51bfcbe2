package io.github.erlangcodebuild.aws.ecr;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static io.github.erlangcodebuild.aws.AwsStandIn.ecrCall;
import static io.github.erlangcodebuild.aws.AwsStandIn.ecrError;
import static io.github.erlangcodebuild.aws.AwsStandIn.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.ecr.ImageScanFinding.AffectedPackage;
import io.github.erlangcodebuild.aws.ecr.ImageScanFinding.Origin;
import io.github.erlangcodebuild.aws.ecr.ImageScanReport.Scanner;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.Attached;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageScanTest {

    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String CALL = "DescribeImageScanFindings";
    private static final Digest IMAGE = new Digest("a".repeat(64));
    private static final Digest TOOLCHAIN = new Digest("b".repeat(64));
    private static final Digest TOOLCHAIN_DIFF_ID = new Digest("c".repeat(64));
    private static final Digest BASE_LAYER = new Digest("d".repeat(64));
    private static final String NOT_FOUND = "Image scan does not exist for the image";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.aws();
    private final List<String> log = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-24T02:00:00Z");

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aBasicScanIsWaitedForAndRead() {
        answers(
                ecrError("ScanNotFoundException", NOT_FOUND),
                status("PENDING"),
                status("IN_PROGRESS"),
                status("IN_PROGRESS"),
                complete(basic("CVE-2024-1", "LOW"), basic("CVE-2024-2", "CRITICAL")));

        ImageScanReport report = await();

        assertThat(report.scanner()).isEqualTo(Scanner.BASIC);
        assertThat(report.completedAt()).contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(report.findings())
                .containsExactly(
                        new ImageScanFinding(
                                "CVE-2024-2",
                                ImageScanSeverity.CRITICAL,
                                List.of(new AffectedPackage(
                                        "openssl", Optional.of("3.0.8-1"), Optional.empty(), Origin.BASE)),
                                Optional.of("https://cve.example.org/CVE-2024-2")),
                        new ImageScanFinding(
                                "CVE-2024-1",
                                ImageScanSeverity.LOW,
                                List.of(new AffectedPackage(
                                        "openssl", Optional.of("3.0.8-1"), Optional.empty(), Origin.BASE)),
                                Optional.of("https://cve.example.org/CVE-2024-1")));
        assertThat(report.console())
                .isEqualTo(
                        "https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/123456789012/team/otp/_/image/"
                                + IMAGE + "/scan-results?region=eu-west-1");
        assertThat(log)
                .containsExactly(
                        "Scan:      waiting for ECR to scan this image, for 15 minutes at most",
                        "Scan:      PENDING: words for PENDING",
                        "Scan:      IN_PROGRESS: words for IN_PROGRESS",
                        "Scan:      COMPLETE: words for COMPLETE");
    }

    @Test
    void whoScannedIsToldByTheListThatIsThereEvenAnEmptyOneAndNotGuessed() {
        answers(json(body("COMPLETE", "\"imageScanCompletedAt\":1.7E9,\"findings\":[]")));
        assertThat(await().scanner()).isEqualTo(Scanner.BASIC);

        answers(json(body("COMPLETE", "\"imageScanCompletedAt\":1.7E9,\"enhancedFindings\":[]")));
        assertThat(await().scanner()).isEqualTo(Scanner.ENHANCED);

        answers(json(body("COMPLETE", "\"imageScanCompletedAt\":1.7E9")));
        assertThat(await().scanner()).isEqualTo(Scanner.UNKNOWN);

        answers(json(body("COMPLETE", "\"imageScanCompletedAt\":1.7E9,\"findings\":[],\"enhancedFindings\":[]")));
        assertThat(await().scanner()).isEqualTo(Scanner.UNKNOWN);
    }

    @Test
    void theImageIsAskedForByItsDigestWhereItsRepositoryIs() {
        answers(complete());

        await();

        JsonNode sent = standIn.ecrRequests(CALL).findFirst().orElseThrow();
        assertThat(sent.at("/registryId").asText()).isEqualTo("123456789012");
        assertThat(sent.at("/repositoryName").asText()).isEqualTo("team/otp");
        assertThat(sent.at("/imageId/imageDigest").asText()).isEqualTo(IMAGE.toString());
        assertThat(sent.at("/imageId").has("imageTag")).isFalse();
        assertThat(standIn.requests().get(0).getHeader("Authorization")).contains("/eu-west-1/ecr/");
    }

    @Test
    void allPagesAreRead() {
        standIn.stub(ecrCall(CALL)
                .willReturn(json(
                        body("COMPLETE", "\"imageScanCompletedAt\":1.7E9,\"findings\":[" + basic("CVE-1", "LOW") + "]")
                                .replaceFirst("^\\{", "{\"nextToken\":\"2\","))));
        standIn.stub(ecrCall(CALL)
                .withRequestBody(matchingJsonPath("$[?(@.nextToken == '2')]"))
                .willReturn(json(body("COMPLETE", "\"findings\":[]").replaceFirst("^\\{", "{\"nextToken\":\"3\","))));
        standIn.stub(ecrCall(CALL)
                .withRequestBody(matchingJsonPath("$[?(@.nextToken == '3')]"))
                .willReturn(json(body("COMPLETE", "\"findings\":[" + basic("CVE-2", "HIGH") + "]"))));

        assertThat(await().findings()).extracting(ImageScanFinding::id).containsExactly("CVE-2", "CVE-1");
        assertThat(standIn.ecrRequests(CALL)).hasSize(3).allSatisfy(sent -> assertThat(
                        sent.at("/imageId/imageDigest").asText())
                .isEqualTo(IMAGE.toString()));
    }

    @Test
    void anEnhancedScanTellsWhatBelongsToTheToolchain() {
        answers(active(
                enhanced("CVE-1", "HIGH", "\"sourceLayerHash\":\"" + TOOLCHAIN + "\""),
                enhanced("CVE-2", "HIGH", "\"sourceLayerHash\":\"" + TOOLCHAIN_DIFF_ID + "\""),
                enhanced(
                        "CVE-3",
                        "HIGH",
                        "\"sourceLayerHash\":\"" + BASE_LAYER + "\",\"filePath\":\"usr/local/erlang/x\""),
                enhanced("CVE-4", "HIGH", "\"filePath\":\"/usr/local/erlang/lib/crypto/priv/lib/crypto.so\""),
                enhanced("CVE-5", "HIGH", "\"filePath\":\"usr/local/bin/rebar3\""),
                enhanced("CVE-6", "HIGH", "\"filePath\":\"usr/lib/node_modules/npm/package.json\""),
                enhanced("CVE-7", "HIGH", "\"packageManager\":\"OS\""),
                enhanced("CVE-8", "UNTRIAGED", "\"packageManager\":\"JAR\"")));

        ImageScanReport report = await();

        assertThat(report.scanner()).isEqualTo(Scanner.ENHANCED);
        assertThat(report.findings())
                .extracting(finding -> finding.id() + " " + finding.origin())
                .containsExactly(
                        "CVE-1 TOOLCHAIN",
                        "CVE-2 TOOLCHAIN",
                        "CVE-4 TOOLCHAIN",
                        "CVE-5 TOOLCHAIN",
                        "CVE-3 BASE",
                        "CVE-6 BASE",
                        "CVE-7 BASE",
                        "CVE-8 UNKNOWN");
        assertThat(report.counts()).isEqualTo(Map.of(ImageScanSeverity.HIGH, 7, ImageScanSeverity.UNDEFINED, 1));
        assertThat(report.findings().get(0).packages())
                .containsExactly(new AffectedPackage(
                        "openssl-libs",
                        Optional.of("3.0.8-1.amzn2023"),
                        Optional.of("1:3.0.8-2.amzn2023"),
                        Origin.TOOLCHAIN));
        assertThat(report.findings().get(0).link()).contains("https://alas.example.org/CVE-1");
    }

    @Test
    void aPackageThatNoVersionFixesSaysNone() {
        answers(active(
                enhanced("CVE-1", "HIGH", "\"packageManager\":\"OS\"").replace("1:3.0.8-2.amzn2023", "NotAvailable")));

        assertThat(await().findings().get(0).packages().get(0).fixedIn()).isEmpty();
    }

    @Test
    void whatInspectorSuppressesDoesNotCount() {
        answers(active(
                enhanced("CVE-1", "HIGH", "\"packageManager\":\"OS\"").replace("\"ACTIVE\"", "\"SUPPRESSED\""),
                enhanced("CVE-2", "LOW", "\"packageManager\":\"OS\"")));

        ImageScanReport report = await();

        assertThat(report.findings()).extracting(ImageScanFinding::id).containsExactly("CVE-2");
        assertThat(report.suppressed()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETE", "ACTIVE"})
    void aScanThatIsCalledDoneBeforeItsFindingsAreThereIsWaitedFor(String done) {
        answers(json(body(done, "\"findings\":[]")), active(enhanced("CVE-1", "HIGH", "\"packageManager\":\"OS\"")));

        assertThat(await().findings()).hasSize(1);
    }

    @Test
    void aScanThatIsCalledDoneAndNeverSaysMoreHasFoundNothingInTheEnd() {
        answers(json(body("ACTIVE", "\"findings\":[]")));

        ImageScanReport report = await();

        assertThat(report.findings()).isEmpty();
        assertThat(report.completedAt()).isEmpty();
        assertThat(now).isEqualTo(Instant.parse("2026-11-24T02:15:00Z"));
    }

    @Test
    void aCleanImageIsReadAtOnce() {
        answers(complete());

        assertThat(await().findings()).isEmpty();
        assertThat(standIn.ecrCalls()).hasSize(1);
    }

    @Test
    void aScanThatDoesNotBeginIsGivenUpAfterTwoMinutes() {
        answers(ecrError("ScanNotFoundException", NOT_FOUND));

        assertThatThrownBy(this::await)
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith(
                        "ECR has begun no scan of team/otp@" + IMAGE + " in 2 minutes: scanning seems to be"
                                + " off for this repository, or was off when the image was pushed.\n")
                .hasMessageContaining("aws ecr put-image-scanning-configuration --repository-name team/otp"
                        + " --image-scanning-configuration scanOnPush=true")
                .hasMessageContaining(
                        "aws ecr start-image-scan --repository-name team/otp --image-id imageDigest=" + IMAGE);
        assertThat(now).isEqualTo(Instant.parse("2026-11-24T02:02:00Z"));
    }

    @Test
    void anImageThatEcrDoesNotListYetIsWaitedForToo() {
        answers(ecrError("ImageNotFoundException", "The image requested does not exist"), complete());

        assertThat(await().findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, start-image-scan",
        "LIMIT_EXCEEDED, start-image-scan",
        "FINDINGS_UNAVAILABLE, start-image-scan",
        "UNSUPPORTED_IMAGE, -Derlang-codebuild.baseImage=",
        "SCAN_ELIGIBILITY_EXPIRED, re-scan duration",
        "IMAGE_ARCHIVED, --target-storage-class STANDARD",
        "IMAGE_SIZE_EXCEEDED, The image is larger than ECR scans.",
        "SOMETHING_NEW, does not know that status"
    })
    void aScanThatWillHaveNoFindingsIsAFailureAtOnce(String status, String remedy) {
        answers(status("IN_PROGRESS"), status(status));

        assertThatThrownBy(this::await)
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith(
                        "ECR has no findings for team/otp@" + IMAGE + " (" + status + ": words for " + status + ").\n")
                .hasMessageContaining(remedy);
        assertThat(standIn.ecrCalls()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "IN_PROGRESS"})
    void aScanThatTakesTooLongSaysWhereItWasAndHowLongWasWaited(String status) {
        answers(status(status));

        assertThatThrownBy(this::await)
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("ECR's scan of team/otp@" + IMAGE + " (" + status + ": words for " + status
                        + "), for which push waited 15 minutes, took too long.\n")
                .hasMessageContaining("-Derlang-codebuild.scanTimeout=30 (minutes)")
                .hasMessageContaining("/scan-results?region=eu-west-1");
        assertThat(now).isEqualTo(Instant.parse("2026-11-24T02:15:00Z"));
    }

    static Stream<Arguments> passingTroubles() {
        return Stream.of(
                arguments("throttled", ecrError("ThrottlingException", "Rate exceeded")),
                arguments("limited", ecrError("LimitExceededException", "too many requests")),
                arguments("ECR's own trouble", ecrError(500, "ServerException", "try again")),
                arguments("no connection", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingTroubles")
    void passingTroublesAreWaitedOut(String name, ResponseDefinitionBuilder trouble) {
        answers(status("IN_PROGRESS"), trouble, trouble, trouble, trouble, complete(basic("CVE-1", "LOW")));

        assertThat(await().findings()).hasSize(1);
    }

    @Test
    void aDeniedLookNamesTheActionAndShowsThePolicy() {
        answers(ecrError("AccessDeniedException", ""));

        assertThatThrownBy(this::await)
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("Cannot look at the scan of team/otp@" + IMAGE
                        + " (ecr:DescribeImageScanFindings): access denied (AccessDeniedException).\n"
                        + "This identity needs ecr:DescribeImageScanFindings on"
                        + " arn:aws:ecr:eu-west-1:123456789012:repository/team/otp. The statement")
                .satisfies(Attached.as("All that push needs", "\"ReadScan\""));
        assertThat(standIn.ecrCalls()).hasSize(1);
    }

    @Test
    void aRightToInspectorThatIsMissingIsTheOneThatIsNamed() {
        answers(
                ecrError(
                        "AccessDeniedException",
                        "User: arn:aws:sts::123456789012:assumed-role/build/x is not authorized to perform:"
                                + " inspector2:ListFindings on resource: arn:aws:inspector2:eu-west-1:123456789012:/findings/list"));

        assertThatThrownBy(this::await)
                .hasMessageContaining("This identity needs inspector2:ListFindings on arn:aws:inspector2");
    }

    private ImageScanReport await() {
        Polling polling = new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofSeconds(5));
        return new ImageScan(aws, log::add, polling)
                .await(new ImageScanRequest(
                        HOST, "team/otp", IMAGE, Set.of(TOOLCHAIN, TOOLCHAIN_DIFF_ID), Duration.ofMinutes(15)));
    }

    /** What ECR answers, one after the other; the last one for good. */
    private void answers(ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            standIn.stub(ecrCall(CALL)
                    .inScenario("scan")
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "answered " + i)
                    .willSetStateTo(
                            i == answers.length - 1
                                    ? (i == 0 ? Scenario.STARTED : "answered " + i)
                                    : "answered " + (i + 1))
                    .willReturn(answers[i]));
        }
    }

    private static ResponseDefinitionBuilder status(String status) {
        return json(body(status, "\"findings\":[],\"enhancedFindings\":[]"));
    }

    private static ResponseDefinitionBuilder complete(String... findings) {
        return json(
                body("COMPLETE", "\"imageScanCompletedAt\":1.7E9,\"findings\":[" + String.join(",", findings) + "]"));
    }

    private static ResponseDefinitionBuilder active(String... findings) {
        return json(body(
                "ACTIVE", "\"imageScanCompletedAt\":1.7E9,\"enhancedFindings\":[" + String.join(",", findings) + "]"));
    }

    private static String body(String status, String findings) {
        return """
                {"registryId":"123456789012","repositoryName":"team/otp","imageId":{"imageDigest":"%s"},
                 "imageScanStatus":{"status":"%2$s","description":"words for %2$s"},"imageScanFindings":{%3$s}}
                """.formatted(IMAGE, status, findings).strip();
    }

    private static String basic(String id, String severity) {
        return """
                {"name":"%1$s","uri":"https://cve.example.org/%1$s","severity":"%2$s","attributes":[
                  {"key":"package_version","value":"3.0.8-1"},{"key":"package_name","value":"openssl"},
                  {"key":"CVSS3_SCORE","value":"7.5"}]}
                """.formatted(id, severity);
    }

    private static String enhanced(String id, String severity, String place) {
        return """
                {"awsAccountId":"123456789012","title":"%1$s - openssl","severity":"%2$s","status":"ACTIVE",
                 "type":"PACKAGE_VULNERABILITY","packageVulnerabilityDetails":{"vulnerabilityId":"%1$s",
                   "sourceUrl":"https://alas.example.org/%1$s","vulnerablePackages":[{"name":"openssl-libs",
                     "version":"3.0.8","release":"1.amzn2023","epoch":1,"fixedInVersion":"1:3.0.8-2.amzn2023",%3$s}]}}
                """.formatted(id, severity, place);
    }
}
