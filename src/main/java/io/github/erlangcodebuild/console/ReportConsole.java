package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.proof.BuildsReport;
import io.github.erlangcodebuild.proof.ReportText;
import io.github.erlangcodebuild.rollout.ReportLog;
import java.util.List;

/** Shows a report of builds on the console, a table for each project. */
public final class ReportConsole implements ReportLog {

    private final Output output;

    public ReportConsole(Output output) {
        this.output = output;
    }

    @Override
    public void project(BuildsReport.Section section) {
        show(output, ReportText.lines(section.report()), section.provisioning());
    }

    @Override
    public void warn(String text) {
        output.warn(text);
    }

    /** A table, and below it what PROVISIONING means. */
    static void show(Output output, List<String> table, List<String> advice) {
        output.info("");
        table.forEach(output::info);
        if (!advice.isEmpty()) {
            output.info("");
            ReportText.paragraphs(advice).forEach(output::info);
        }
        output.info("");
    }
}
