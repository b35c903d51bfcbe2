package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.ecr.EcrCredentials;
import io.github.erlangcodebuild.aws.ecr.ImageScan;
import io.github.erlangcodebuild.aws.ecr.ImageScanReport;
import io.github.erlangcodebuild.aws.ecr.ImageScanRequest;
import io.github.erlangcodebuild.aws.ecr.ImageScanSeverity;
import io.github.erlangcodebuild.push.PushResult;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What {@code failOnSeverity} asks for.
 *
 * @param threshold what is too bad in the base
 * @param timeLimit how long to wait for the scan
 * @param log told of the scan, and what it found
 */
public record ImageScanGate(ImageScanSeverity threshold, Duration timeLimit, Consumer<String> log) {

    /**
     * Checks what can be checked before anything moves.
     *
     * @param registry as the user named it; empty for the account's own
     * @throws ActionableException when a value is wrong, or there will be no scan
     */
    public static ImageScanGate of(
            String severity, int minutes, boolean scanOnPush, Optional<String> registry, Consumer<String> log) {
        ImageScanSeverity threshold = ImageScanSeverity.parse(severity);
        Duration timeLimit = ImageScanRequest.parseTimeLimit(minutes);
        registry.filter(host -> !EcrCredentials.isEcr(host)).ifPresent(host -> {
            throw new ActionableException(
                    "failOnSeverity needs Amazon ECR, whose scan it waits for, and " + host + " is another registry.",
                    "Leave failOnSeverity away, and have this registry's own scanner look at the image.");
        });
        if (!scanOnPush) {
            throw new ActionableException(
                    "failOnSeverity is " + threshold + ", but scanOnPush is false: there would be no scan to wait for.",
                    "Leave one of the two away. A repository that exists is scanned as it is set up, whatever scanOnPush"
                            + " says here.");
        }
        return new ImageScanGate(threshold, timeLimit, log);
    }

    /**
     * Waits for the scan of what was pushed, and prints what it found.
     *
     * @throws ActionableException when something is as bad as the threshold or in the toolchain layer, or nobody can tell
     */
    public void check(Aws aws, PushResult pushed) {
        ImageScanReport report;
        try {
            report = new ImageScan(aws, log)
                    .await(new ImageScanRequest(
                            pushed.reference().registry(),
                            pushed.reference().repository(),
                            pushed.image().digest(),
                            Set.of(
                                    pushed.image().toolchainLayer().digest(),
                                    pushed.bundle().descriptor().layer().diffId()),
                            timeLimit));
        } catch (ActionableException e) {
            throw new ActionableException(e.problem() + " " + ImageScanSummary.isPushed(pushed), e.remedy(), e);
        }
        ImageScanSummary.of(report, threshold).forEach(log);
        ImageScanSummary.failure(report, threshold, pushed).ifPresent(failure -> {
            throw failure;
        });
    }
}
