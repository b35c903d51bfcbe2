package io.github.erlangcodebuild.proof;

/**
 * The compute that a build ran on.
 *
 * @param environmentType as CodeBuild names it: {@code LINUX_CONTAINER}
 * @param computeType as CodeBuild names it: {@code BUILD_GENERAL1_SMALL}
 * @param reserved whether it ran on a reserved capacity fleet
 */
public record Compute(String environmentType, String computeType, boolean reserved) {

    /** Lambda compute is billed by the second, everything else that is billed by build, by the minute. */
    boolean billedBySecond() {
        return computeType.startsWith("BUILD_LAMBDA");
    }

    @Override
    public String toString() {
        return environmentType + " " + computeType + (reserved ? " (reserved capacity)" : "");
    }
}
