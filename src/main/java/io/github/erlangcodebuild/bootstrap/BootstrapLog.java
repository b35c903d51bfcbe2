package io.github.erlangcodebuild.bootstrap;

import io.github.erlangcodebuild.aws.cloudformation.StackLog;
import io.github.erlangcodebuild.aws.codebuild.BuildLog;

/** What happens during a bootstrap, told to whoever shows it. */
public interface BootstrapLog extends StackLog, BuildLog {

    /**
     * A toolchain is there already, and was compiled from the same inputs.
     *
     * @param location where its descriptor is: {@code s3://…/toolchain.json}
     */
    void present(String location);

    /**
     * What is at a toolchain's place cannot be used, so it will be compiled again.
     *
     * @param problem why it cannot, in full sentences
     */
    void unusable(String location, String problem);

    /** Toolchains are about to be compiled: how many. */
    void compiling(int count);
}
