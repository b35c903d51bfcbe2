package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.proof.BuildsReport;

/** What happens while builds are reported, told to whoever shows it. */
public interface ReportLog {

    /** The builds of a project have been looked at. */
    void project(BuildsReport.Section section);

    /** Something that the user should know, in whole sentences. */
    void warn(String text);
}
