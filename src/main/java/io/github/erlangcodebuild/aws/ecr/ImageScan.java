package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.SdkErrors;
import io.github.erlangcodebuild.aws.TransientFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.DescribeImageScanFindingsRequest;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ScanNotFoundException;

/**
 * Waits for ECR's scan of an image, basic or enhanced, and reads what it found.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html">Amazon ECR,
 *     DescribeImageScanFindings</a>
 */
public final class ImageScan {

    private static final String ACTION = "ecr:DescribeImageScanFindings";

    /** How long ECR may take to begin. A scan on push is under way within seconds. */
    private static final Duration BEGIN = Duration.ofMinutes(2);

    private final Aws aws;
    private final Consumer<String> log;
    private final Polling polling;

    /** @param log told of where the scan is */
    public ImageScan(Aws aws, Consumer<String> log) {
        this(aws, log, Polling.every(Duration.ofSeconds(5)));
    }

    ImageScan(Aws aws, Consumer<String> log, Polling polling) {
        this.aws = aws;
        this.log = log;
        this.polling = polling;
    }

    /**
     * Waits until the image is scanned.
     *
     * @return what was found; it is for the caller to judge
     * @throws ActionableException when there is no scan, it failed, it takes too long, or it may not be looked at
     */
    public ImageScanReport await(ImageScanRequest request) {
        EcrHost host = EcrHost.parse(request.registry())
                .orElseThrow(() -> new IllegalArgumentException(request.registry() + " is not in Amazon ECR"));
        String image = request.repository() + "@" + request.digest();
        Instant began = polling.now();
        Instant deadline = began.plus(request.timeLimit());
        TransientFailures failures = new TransientFailures();
        String status = "";
        log.accept("Scan:      waiting for ECR to scan this image, for " + minutes(request.timeLimit()) + " at most");
        while (true) {
            Look look = look(request, host, failures);
            if (look.notBegun() && !polling.now().isBefore(began.plus(BEGIN))) {
                throw notBegun(request, image);
            }
            if (look.answer().isPresent()) {
                ImageScanAnswer answer = look.answer().get();
                if (!answer.words().equals(status)) {
                    status = answer.words();
                    log.accept("Scan:      " + status);
                }
                refuseDeadEnd(answer, image, request);
                // in the end ECR's word stands, if it is all there is
                if (answer.isConclusive() || (answer.isDone() && !polling.now().isBefore(deadline))) {
                    return new ImageScanReport(
                            answer.scanner(),
                            answer.completedAt(),
                            answer.findings(),
                            answer.suppressed(),
                            console(request, host));
                }
            }
            polling.await(
                    deadline,
                    "ECR's scan of " + image + (status.isEmpty() ? "" : " (" + status + ")")
                            + ", for which push waited " + minutes(request.timeLimit()) + ",",
                    "Run the same push again, which moves nothing and looks at the scan, or give it longer with"
                            + " -Derlang-codebuild.scanTimeout="
                            + 2 * request.timeLimit().toMinutes() + " (minutes). The scan: " + console(request, host));
        }
    }

    /**
     * One look at the scan.
     *
     * @param answer what ECR says; empty when it says nothing yet
     * @param notBegun ECR knows of no scan
     */
    private record Look(Optional<ImageScanAnswer> answer, boolean notBegun) {}

    private Look look(ImageScanRequest request, EcrHost host, TransientFailures failures) {
        DescribeImageScanFindingsRequest call = DescribeImageScanFindingsRequest.builder()
                .registryId(host.account())
                .repositoryName(request.repository())
                .imageId(id -> id.imageDigest(request.digest().toString()))
                .build();
        try {
            ImageScanAnswer answer = ImageScanAnswer.read(aws.ecr(host.region()), call, request.toolchainLayer());
            failures.answered();
            return new Look(Optional.of(answer), false);
        } catch (ScanNotFoundException | ImageNotFoundException e) { // the image was pushed a moment ago
            failures.answered();
            return new Look(Optional.empty(), true);
        } catch (SdkException e) {
            if (failures.tolerates(e) || isLimited(e)) {
                return new Look(Optional.empty(), false);
            }
            String arn = host.repositoryArn(request.repository());
            throw aws.failures(host.region())
                    .explain("look at the scan of " + request.repository() + "@" + request.digest(), ACTION, arn, e);
        }
    }

    /** ECR's own word for "not so often", which the SDK does not count as throttling. */
    private static boolean isLimited(SdkException failure) {
        return failure instanceof AwsServiceException answered
                && SdkErrors.code(answered).equals("LimitExceededException");
    }

    private static ActionableException notBegun(ImageScanRequest request, String image) {
        return new ActionableException(
                "ECR has begun no scan of " + image + " in " + minutes(BEGIN) + ": scanning seems to be off for this"
                        + " repository, or was off when the image was pushed.",
                "Turn it on with aws ecr put-image-scanning-configuration --repository-name " + request.repository()
                        + " --image-scanning-configuration scanOnPush=true, or in the registry's scanning rules. For this"
                        + " image: " + startScan(request)
                        + ". Then run the same push again: it moves nothing, and looks at"
                        + " the scan.");
    }

    /** Fails for a scan that will have no findings however long one waits. */
    private static void refuseDeadEnd(ImageScanAnswer answer, String image, ImageScanRequest request) {
        String again = ", and run the same push again: it moves nothing, and looks at the scan.";
        String remedy =
                switch (answer.status()) {
                    case FAILED, LIMIT_EXCEEDED ->
                        "Start it once more with " + startScan(request) + " (basic scanning: once in 24 hours)" + again;
                    case FINDINGS_UNAVAILABLE ->
                        "Have it scanned anew with " + startScan(request)
                                + " (basic scanning), or wait for Inspector (enhanced scanning)" + again;
                    case UNSUPPORTED_IMAGE ->
                        "ECR does not know this base's operating system, or the image is too large."
                                + " Use another base with -Derlang-codebuild.baseImage=…, or leave failOnSeverity away and have"
                                + " another scanner look.";
                    case SCAN_ELIGIBILITY_EXPIRED ->
                        "Inspector scans images for a limited time after their push: make that"
                                + " longer in Inspector's settings (ECR re-scan duration)" + again;
                    case IMAGE_ARCHIVED ->
                        "Restore it with aws ecr update-image-storage-class --repository-name "
                                + request.repository() + " --image-id imageDigest=" + request.digest()
                                + " --target-storage-class STANDARD" + again;
                    case UNKNOWN_TO_SDK_VERSION -> answer.isNew() ? ofNewStatus(answer, again) : "";
                    default -> "";
                };
        if (!remedy.isEmpty()) {
            throw new ActionableException("ECR has no findings for " + image + " (" + answer.words() + ").", remedy);
        }
    }

    /** What AWS invents later is no reason to wait. */
    private static String ofNewStatus(ImageScanAnswer answer, String again) {
        return answer.words().startsWith("IMAGE_SIZE_EXCEEDED")
                ? "The image is larger than ECR scans. Use another base with -Derlang-codebuild.baseImage=…, or leave"
                        + " failOnSeverity away and have another scanner look."
                : "This version of the plugin does not know that status: do what ECR's words say" + again;
    }

    private static String startScan(ImageScanRequest request) {
        return "aws ecr start-image-scan --repository-name " + request.repository() + " --image-id imageDigest="
                + request.digest();
    }

    private static String minutes(Duration duration) {
        return duration.toMinutes() + (duration.toMinutes() == 1 ? " minute" : " minutes");
    }

    private static String console(ImageScanRequest request, EcrHost host) {
        return Aws.console(host.region())
                .map(console -> console + "/ecr/repositories/private/" + host.account() + "/" + request.repository()
                        + "/_/image/" + request.digest() + "/scan-results?region=" + host.region())
                .orElse("aws ecr describe-image-scan-findings --repository-name " + request.repository()
                        + " --image-id imageDigest=" + request.digest() + " --region " + host.region());
    }
}
