package io.github.erlangcodebuild.proof;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A build on CodeBuild that has ended.
 *
 * @param id {@code PROJECT:UUID}
 * @param project the name of the project
 * @param image the image that it ran on: the project's at that time, or the one that it was started with instead
 * @param outcome how it ended
 * @param started when it was started
 * @param compute what it ran on
 * @param phases seconds by phase, in the order of the phases
 */
public record EndedBuild(
        String id,
        String project,
        String image,
        Outcome outcome,
        Instant started,
        Compute compute,
        Map<String, Long> phases) {

    public EndedBuild {
        phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }

    /** Seconds from submitting to the end. */
    long totalSeconds() {
        return phases.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Seconds that AWS bills: from PROVISIONING on. */
    long billedSeconds() {
        return phases.entrySet().stream()
                .filter(phase -> !Phases.NOT_BILLED.contains(phase.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
