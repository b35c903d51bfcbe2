package io.github.erlangcodebuild.doctor;

import java.util.List;
import java.util.stream.Stream;

/** All that was found, and what to do next. */
public record Diagnosis(List<Section> sections, NextStep next) {

    public Diagnosis {
        sections = List.copyOf(sections);
    }

    /** What failed, in the order of the sections. */
    public List<Finding> failed() {
        return findings().filter(finding -> finding.state() == State.FAILED).toList();
    }

    private Stream<Finding> findings() {
        return sections.stream().flatMap(section -> section.findings().stream());
    }
}
