package io.github.erlangcodebuild.aws.ecr;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ECR's scan of an image came to.
 *
 * @param scanner which scanner made it
 * @param completedAt when; empty where ECR does not tell
 * @param findings all that count, the worst first
 * @param suppressed how many more there are that Inspector's rules suppress, or that it has closed
 * @param console where a person sees them all
 */
public record ImageScanReport(
        Scanner scanner,
        Optional<Instant> completedAt,
        List<ImageScanFinding> findings,
        int suppressed,
        String console) {

    /** Who scans. */
    public enum Scanner {
        /** ECR itself, which knows packages of the operating system only, and no layers. */
        BASIC,
        /** Amazon Inspector. */
        ENHANCED,
        /** ECR does not tell: it lists no findings of either. */
        UNKNOWN
    }

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

    /**
     * What a build has to fail on: the findings that are as bad as that, or worse, and all of the toolchain layer that somebody
     * has put into a class of its own: that layer is ours to fix.
     */
    public List<ImageScanFinding> tooBad(ImageScanSeverity threshold) {
        return findings.stream()
                .filter(finding -> finding.severity().isAtLeast(threshold)
                        || (finding.origin() == ImageScanFinding.Origin.TOOLCHAIN
                                && finding.severity().isAtLeast(ImageScanSeverity.LOW)))
                .toList();
    }
}
