package io.github.erlangcodebuild.aws.iam;

/**
 * What IAM says of a right.
 *
 * @param verdict whether it is there
 * @param reason why it is not, or why that is not known; empty where it is there
 */
public record Decision(Verdict verdict, String reason) {

    /** Whether a right is there. */
    public enum Verdict {
        ALLOWED,
        DENIED,
        /** A policy has a condition on something that the simulation is not told. */
        UNDECIDED
    }

    /** The right is there. */
    public static final Decision ALLOWED = new Decision(Verdict.ALLOWED, "");
}
