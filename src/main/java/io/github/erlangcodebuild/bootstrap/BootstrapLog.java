package io.github.erlangcodebuild.bootstrap;

import io.github.erlangcodebuild.aws.cloudformation.StackLog;
import io.github.erlangcodebuild.aws.codebuild.BuildLog;

/** What happens during a bootstrap, told to whoever shows it. */
public interface BootstrapLog extends StackLog, BuildLog {

    /** This toolchain is there already, of the same inputs. */
    void present(String location);

    /** There is something, but it cannot be used, so it counts as missing. */
    void unusable(String location, String problem);

    /** These toolchains will be compiled. */
    void compiling(int count);
}
