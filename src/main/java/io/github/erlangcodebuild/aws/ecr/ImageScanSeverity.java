package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ActionableException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How bad a finding of an image scan is ({@code FindingSeverity} of the ECR API), the worst first. */
public enum ImageScanSeverity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW,
    INFORMATIONAL,
    UNDEFINED;

    /**
     * Reads {@code failOnSeverity}, in upper or lower case.
     *
     * @throws ActionableException when it is none of these
     */
    public static ImageScanSeverity parse(String text) {
        return find(text)
                .orElseThrow(() -> new ActionableException(
                        "failOnSeverity '" + text + "' is no severity of ECR's.",
                        "Use one of " + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))
                                + "."));
    }

    /** As ECR and Inspector name it. What neither has put into a class, Inspector's {@code UNTRIAGED} too, is undefined. */
    static ImageScanSeverity of(@Nullable String text) {
        return Optional.ofNullable(text).flatMap(ImageScanSeverity::find).orElse(UNDEFINED);
    }

    /** Whether it is as bad as that, or worse. */
    public boolean isAtLeast(ImageScanSeverity threshold) {
        return compareTo(threshold) <= 0;
    }

    private static Optional<ImageScanSeverity> find(String text) {
        String name = text.trim().toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }
}
