package io.github.erlangcodebuild.proof;

/** How a build ended. */
public enum Outcome {
    SUCCEEDED,
    /** Also builds that timed out, and those that CodeBuild itself failed. */
    FAILED,
    /** Stopped by somebody. */
    STOPPED
}
