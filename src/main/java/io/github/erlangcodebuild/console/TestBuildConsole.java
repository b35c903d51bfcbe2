package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.proof.ReportText;
import io.github.erlangcodebuild.rollout.TestBuildLog;
import io.github.erlangcodebuild.rollout.TestBuildResult;
import java.time.InstantSource;

/** Shows test builds on the console as they go on, and each that has succeeded beside the one that it is compared with. */
public final class TestBuildConsole extends BuildConsole implements TestBuildLog {

    public TestBuildConsole(Output output, InstantSource clock) {
        super(output, clock);
    }

    @Override
    public void succeeded(TestBuildResult result) {
        ended();
        ReportConsole.show(output(), ReportText.sideBySide(result.comparison(), result.notes()), result.advice());
    }

    @Override
    public void warn(String text) {
        output().warn(text);
    }
}
