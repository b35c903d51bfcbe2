package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.aws.ecr.ImageScanFinding.AffectedPackage;
import io.github.erlangcodebuild.aws.ecr.ImageScanFinding.Origin;
import io.github.erlangcodebuild.aws.ecr.ImageScanReport.Scanner;
import io.github.erlangcodebuild.image.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Attribute;
import software.amazon.awssdk.services.ecr.model.DescribeImageScanFindingsRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImageScanFindingsResponse;
import software.amazon.awssdk.services.ecr.model.EnhancedImageScanFinding;
import software.amazon.awssdk.services.ecr.model.ImageScanFindings;
import software.amazon.awssdk.services.ecr.model.PackageVulnerabilityDetails;
import software.amazon.awssdk.services.ecr.model.ScanStatus;
import software.amazon.awssdk.services.ecr.model.VulnerablePackage;

/**
 * What {@code DescribeImageScanFindings} says at one moment, all pages of it.
 *
 * @param status where the scan is
 * @param words status and description, as ECR puts them
 * @param scanner who scans
 * @param completedAt when the scan was completed, where ECR says so
 * @param findings those that count
 * @param suppressed how many do not
 */
record ImageScanAnswer(
        ScanStatus status,
        String words,
        Scanner scanner,
        Optional<Instant> completedAt,
        List<ImageScanFinding> findings,
        int suppressed) {

    private static final String NO_STATUS = "no status";

    /** Where the toolchain layer puts things; nothing of a base is expected there. */
    private static final List<String> TOOLCHAIN_PATHS = List.of("usr/local/erlang/", "usr/local/bin/rebar3");

    /** Inspector's word for the operating system's packages. A toolchain layer has none: it is verified while it is pushed. */
    private static final String OF_THE_SYSTEM = "OS";

    /** Asks ECR; reads on only where there can be findings. */
    static ImageScanAnswer read(EcrClient ecr, DescribeImageScanFindingsRequest request, Set<Digest> toolchainLayer) {
        DescribeImageScanFindingsResponse page = ecr.describeImageScanFindings(request);
        ScanStatus status = page.imageScanStatus() == null
                ? ScanStatus.UNKNOWN_TO_SDK_VERSION
                : page.imageScanStatus().status();
        String words = page.imageScanStatus() == null
                ? NO_STATUS
                : words(
                        page.imageScanStatus().statusAsString(),
                        page.imageScanStatus().description());
        List<ImageScanFinding> findings = new ArrayList<>();
        Optional<Instant> completedAt = Optional.empty();
        Scanner scanner = status == ScanStatus.ACTIVE ? Scanner.ENHANCED : Scanner.UNKNOWN;
        int suppressed = 0;
        while (true) {
            ImageScanFindings found = page.imageScanFindings();
            if (found != null) {
                completedAt = completedAt.or(() -> Optional.ofNullable(found.imageScanCompletedAt()));
                scanner = scanner(scanner, found);
                found.findings().stream().map(ImageScanAnswer::basic).forEach(findings::add);
                for (EnhancedImageScanFinding each : found.enhancedFindings()) {
                    if (counts(each)) {
                        findings.add(enhanced(each, toolchainLayer));
                    } else {
                        suppressed++;
                    }
                }
            }
            if (page.nextToken() == null || !hasFindings(status)) {
                return new ImageScanAnswer(status, words, scanner, completedAt, findings, suppressed);
            }
            String next = page.nextToken();
            page = ecr.describeImageScanFindings(
                    request.toBuilder().nextToken(next).build());
        }
    }

    /** By the list that has findings, else by the only one that is there. */
    private static Scanner scanner(Scanner before, ImageScanFindings found) {
        if (before == Scanner.ENHANCED || !found.enhancedFindings().isEmpty()) {
            return Scanner.ENHANCED;
        }
        if (before == Scanner.BASIC || !found.findings().isEmpty()) {
            return Scanner.BASIC;
        }
        if (found.hasFindings() == found.hasEnhancedFindings()) {
            return Scanner.UNKNOWN;
        }
        return found.hasFindings() ? Scanner.BASIC : Scanner.ENHANCED;
    }

    /** Whether ECR gives a status that the SDK does not know. */
    boolean isNew() {
        return status == ScanStatus.UNKNOWN_TO_SDK_VERSION && !words.equals(NO_STATUS);
    }

    /** Whether ECR calls the scan done. */
    boolean isDone() {
        return hasFindings(status);
    }

    /**
     * Whether it is done in fact. For a while after a push, ECR answers COMPLETE or ACTIVE without any finding and without a
     * time, and with all of Inspector's findings half a minute later (aws/aws-sdk issue 289).
     */
    boolean isConclusive() {
        return isDone() && (completedAt.isPresent() || !findings.isEmpty() || suppressed > 0);
    }

    private static boolean hasFindings(ScanStatus status) {
        return status == ScanStatus.COMPLETE || status == ScanStatus.ACTIVE;
    }

    private static String words(@Nullable String status, @Nullable String description) {
        return status + text(description).map(words -> ": " + words).orElse("");
    }

    private static boolean counts(EnhancedImageScanFinding finding) {
        return finding.status() == null || finding.status().equals("ACTIVE");
    }

    /** A basic scan knows the packages of the operating system only, of which a toolchain layer has none. */
    private static ImageScanFinding basic(software.amazon.awssdk.services.ecr.model.ImageScanFinding finding) {
        return new ImageScanFinding(
                text(finding.name()).orElse("(no name)"),
                ImageScanSeverity.of(finding.severityAsString()),
                List.of(new AffectedPackage(
                        attribute(finding.attributes(), "package_name").orElse("(no package)"),
                        attribute(finding.attributes(), "package_version"),
                        Optional.empty(),
                        Origin.BASE)),
                text(finding.uri()));
    }

    private static Optional<String> attribute(List<Attribute> attributes, String key) {
        return attributes.stream()
                .filter(attribute -> key.equals(attribute.key()))
                .findFirst()
                .flatMap(attribute -> text(attribute.value()));
    }

    private static ImageScanFinding enhanced(EnhancedImageScanFinding finding, Set<Digest> toolchainLayer) {
        Optional<PackageVulnerabilityDetails> details = Optional.ofNullable(finding.packageVulnerabilityDetails());
        List<AffectedPackage> packages = details.map(PackageVulnerabilityDetails::vulnerablePackages).stream()
                .flatMap(List::stream)
                .map(each -> affected(each, toolchainLayer))
                .toList();
        return new ImageScanFinding(
                details.flatMap(known -> text(known.vulnerabilityId()))
                        .or(() -> text(finding.title()))
                        .orElse("(no name)"),
                ImageScanSeverity.of(finding.severity()),
                packages.isEmpty()
                        ? List.of(
                                new AffectedPackage("(no package)", Optional.empty(), Optional.empty(), Origin.UNKNOWN))
                        : packages,
                details.flatMap(known -> text(known.sourceUrl())));
    }

    private static AffectedPackage affected(VulnerablePackage found, Set<Digest> toolchainLayer) {
        Optional<String> version = text(found.version())
                .map(bare -> bare
                        + text(found.release()).map(release -> "-" + release).orElse(""));
        Optional<String> fixedIn = text(found.fixedInVersion()).filter(fixed -> !fixed.equals("NotAvailable"));
        return new AffectedPackage(
                text(found.name()).orElse("(no package)"), version, fixedIn, origin(found, toolchainLayer));
    }

    /** The layer decides where Inspector names it, then the file, then the kind of package. */
    private static Origin origin(VulnerablePackage found, Set<Digest> toolchainLayer) {
        Optional<Digest> layer = text(found.sourceLayerHash()).flatMap(Digest::parse);
        if (layer.isPresent()) {
            return toolchainLayer.contains(layer.get()) ? Origin.TOOLCHAIN : Origin.BASE;
        }
        Optional<String> path = text(found.filePath()).map(file -> file.replaceFirst("^/+", ""));
        if (path.isPresent()) {
            return TOOLCHAIN_PATHS.stream().anyMatch(path.get()::startsWith) ? Origin.TOOLCHAIN : Origin.BASE;
        }
        return OF_THE_SYSTEM.equals(found.packageManager()) ? Origin.BASE : Origin.UNKNOWN;
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value)
                .map(ForeignText::line)
                .map(String::strip)
                .filter(stripped -> !stripped.isEmpty());
    }
}
