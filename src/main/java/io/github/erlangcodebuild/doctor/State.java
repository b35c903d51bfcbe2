package io.github.erlangcodebuild.doctor;

/** How a finding is. */
public enum State {
    OK,
    WARNING,
    FAILED,
    /** It could not be checked. */
    UNKNOWN
}
