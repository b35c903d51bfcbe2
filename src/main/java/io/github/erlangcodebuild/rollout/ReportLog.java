package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.proof.BuildsReport;

/** The events of a report. */
public interface ReportLog {

    /** The builds of a project have been read. This is told before the next project is read. */
    void project(BuildsReport.Section section);

    /** A warning, in whole sentences. */
    void warn(String text);
}
