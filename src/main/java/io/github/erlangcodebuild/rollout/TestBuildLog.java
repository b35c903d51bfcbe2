package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.aws.codebuild.BuildLog;

/** What happens during test builds, told to whoever shows it. */
public interface TestBuildLog extends BuildLog {

    /** A test build has succeeded. That stands, whatever becomes of the next. */
    void succeeded(TestBuildResult result);

    /** Something that the user should know, in whole sentences. */
    void warn(String text);
}
