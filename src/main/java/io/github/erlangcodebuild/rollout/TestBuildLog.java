package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.aws.codebuild.BuildLog;

/** The events of test builds. */
public interface TestBuildLog extends BuildLog {

    /** A test build has succeeded. This is told before the next one starts. */
    void succeeded(TestBuildResult result);

    /** A warning, in whole sentences. */
    void warn(String text);
}
