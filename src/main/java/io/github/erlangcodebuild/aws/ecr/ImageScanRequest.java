package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.Digest;
import java.time.Duration;
import java.util.Set;

/**
 * An image whose scan is waited for.
 *
 * @param registry its host in Amazon ECR, see {@link EcrCredentials#isEcr}
 * @param repository its repository
 * @param digest the digest of its manifest
 * @param toolchainLayer digest and diff ID of the layer that is not the base's
 * @param timeLimit how long to wait
 */
public record ImageScanRequest(
        String registry, String repository, Digest digest, Set<Digest> toolchainLayer, Duration timeLimit) {

    public ImageScanRequest {
        toolchainLayer = Set.copyOf(toolchainLayer);
    }

    /**
     * Reads {@code scanTimeout}.
     *
     * @throws ActionableException when it is no time to wait
     */
    public static Duration parseTimeLimit(int minutes) {
        if (minutes < 1) {
            throw new ActionableException(
                    "scanTimeout is " + minutes + ", which leaves the scan no time.",
                    "Set -Derlang-codebuild.scanTimeout to 1 minute or more, or leave failOnSeverity away.");
        }
        return Duration.ofMinutes(minutes);
    }
}
