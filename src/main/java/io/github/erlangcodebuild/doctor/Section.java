package io.github.erlangcodebuild.doctor;

import java.util.List;

/**
 * Findings that belong together.
 *
 * @param id {@code here}, {@code rights} or {@code there}
 * @param title what people read above them
 */
public record Section(String id, String title, List<Finding> findings) {

    public Section {
        findings = List.copyOf(findings);
    }
}
