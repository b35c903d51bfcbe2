package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a process has started ends with it. */
@DisabledOnOs(OS.WINDOWS) // for the shell
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read cannot be ended
class TetheredProcessTest {

    /** Says the number of what it has started, and goes on until it is told something. */
    private static final String START_AND_LEAVE = "sleep 3600 & echo $!; read -r line";

    @Test
    void whatAProcessLeftBehindIsEndedIfItWasSeenBefore() throws Exception {
        ProcessHandle left;
        try (TetheredProcess tethered = TetheredProcess.start("sh", "-c", START_AND_LEAVE)) {
            left = started(tethered.process());
            tethered.noteDescendants();
            tethered.process().getOutputStream().close();
            tethered.process().waitFor();
            assertThat(left.isAlive()).isTrue();
        }
        left.onExit().join();
    }

    @Test
    void whatARunningProcessHasStartedIsEndedWithIt() throws Exception {
        ProcessHandle started;
        Process process;
        try (TetheredProcess tethered = TetheredProcess.start("sh", "-c", START_AND_LEAVE)) {
            process = tethered.process();
            started = started(process);
        }
        process.waitFor();
        started.onExit().join();
    }

    private static ProcessHandle started(Process process) throws Exception {
        BufferedReader output = process.inputReader();
        return ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
    }
}
