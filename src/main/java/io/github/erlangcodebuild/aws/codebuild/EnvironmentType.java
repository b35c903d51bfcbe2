package io.github.erlangcodebuild.aws.codebuild;

/** The kind of machine that a build runs on: {@code type} of a project's environment. */
public enum EnvironmentType {
    /** Linux on x86-64. */
    LINUX_CONTAINER,
    /** Linux on AArch64. */
    ARM_CONTAINER;

    /**
     * The one for images of an architecture.
     *
     * @param architecture {@code amd64} or {@code arm64}
     */
    public static EnvironmentType of(String architecture) {
        return architecture.equals("arm64") ? ARM_CONTAINER : LINUX_CONTAINER;
    }
}
