package io.github.erlangcodebuild.aws.ecr;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a scan found in an image.
 *
 * @param id its name, {@code CVE-2024-5535} or {@code ALAS2023-2024-700}
 * @param severity how bad it is
 * @param packages what has it, at least one
 * @param link where it is described
 */
public record ImageScanFinding(
        String id, ImageScanSeverity severity, List<AffectedPackage> packages, Optional<String> link) {

    /** The worst first; of the same severity those of the toolchain first, then by name. */
    static final Comparator<ImageScanFinding> BY_SEVERITY = Comparator.comparing(ImageScanFinding::severity)
            .thenComparing(ImageScanFinding::origin)
            .thenComparing(ImageScanFinding::id);

    /** Which part of an image has it, which is who can fix it. */
    public enum Origin {
        /** The layer that push added. */
        TOOLCHAIN,
        /** The layers of the base. */
        BASE,
        /** The scan does not tell. */
        UNKNOWN
    }

    /**
     * A package that has it.
     *
     * @param name the package
     * @param version as it is installed; empty where the scan does not tell
     * @param fixedIn the version that does not have it any more; empty where there is none, or the scan does not tell
     * @param origin the part of the image that it is in
     */
    public record AffectedPackage(String name, Optional<String> version, Optional<String> fixedIn, Origin origin) {}

    public ImageScanFinding {
        packages = List.copyOf(packages);
    }

    /** The toolchain's if a single package is: that much is ours to fix. */
    public Origin origin() {
        return packages.stream()
                .map(AffectedPackage::origin)
                .min(Comparator.naturalOrder())
                .orElse(Origin.UNKNOWN);
    }
}
