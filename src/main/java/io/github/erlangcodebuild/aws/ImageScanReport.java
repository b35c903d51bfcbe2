package io.github.erlangcodebuild.aws;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ECR's scan of an image came to.
 *
 * @param enhanced whether Amazon Inspector made it; otherwise it is ECR's basic scan, which knows packages of the
 *     operating system only, and no layers
 * @param completedAt when; empty where ECR does not tell
 * @param findings all that count, the worst first
 * @param suppressed how many more there are that Inspector's rules suppress, or that it has closed
 * @param console where a person sees them all
 */
public record ImageScanReport(
        boolean enhanced,
        Optional<Instant> completedAt,
        List<ImageScanFinding> findings,
        int suppressed,
        String console) {

    public ImageScanReport {
        findings = findings.stream().sorted(ImageScanFinding.BY_SEVERITY).toList();
    }

    /** How many there are of each severity that there is, the worst first. */
    public Map<ImageScanSeverity, Integer> counts() {
        return counts(findings);
    }

    /** How many of these there are of each severity that there is, the worst first. */
    public static Map<ImageScanSeverity, Integer> counts(List<ImageScanFinding> of) {
        Map<ImageScanSeverity, Integer> counts = new EnumMap<>(ImageScanSeverity.class);
        of.forEach(finding -> counts.merge(finding.severity(), 1, Integer::sum));
        return counts;
    }

    /** The findings that are as bad as that, or worse. */
    public List<ImageScanFinding> atLeast(ImageScanSeverity threshold) {
        return findings.stream()
                .filter(finding -> finding.severity().isAtLeast(threshold))
                .toList();
    }
}
