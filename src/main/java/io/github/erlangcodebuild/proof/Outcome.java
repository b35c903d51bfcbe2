package io.github.erlangcodebuild.proof;

/** How a build ended. */
public enum Outcome {
    SUCCEEDED,
    /** Also what timed out, and what CodeBuild itself could not do. */
    FAILED,
    /** By somebody, not by a fault. */
    STOPPED
}
