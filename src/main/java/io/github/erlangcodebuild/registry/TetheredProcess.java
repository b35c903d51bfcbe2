package io.github.erlangcodebuild.registry;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process that does not outlive its use here, nor the JVM. The same is true of what it has started, as far as that was its
 * descendant when it was last looked at: when {@link #noteDescendants} was called, and at the end, if the process was still running
 * then. What it started and left behind between two looks goes on, as nobody can tell whose it is.
 */
final class TetheredProcess implements AutoCloseable {

    private final Thread hook = new Thread(this::endWithTheJvm, "erlang-codebuild-end-of-process");
    private final Set<ProcessHandle> descendants = new LinkedHashSet<>();
    private @Nullable Process process;
    private boolean ended;
    private boolean endedWithTheJvm;

    private TetheredProcess() {}

    /**
     * Starts one. To be closed.
     *
     * @throws IOException when it cannot be started
     * @throws IllegalStateException when the JVM is being shut down
     */
    static TetheredProcess start(String... command) throws IOException {
        TetheredProcess tethered = new TetheredProcess();
        Runtime.getRuntime().addShutdownHook(tethered.hook); // first: the JVM could be gone right after the start
        try {
            tethered.run(new ProcessBuilder(command));
            return tethered;
        } catch (IOException | RuntimeException e) {
            tethered.close();
            throw e;
        }
    }

    private synchronized void run(ProcessBuilder builder) throws IOException {
        if (ended) {
            throw new IllegalStateException("the JVM is being shut down");
        }
        process = builder.start();
    }

    /** The process, which this ends. */
    synchronized Process process() {
        if (process == null) {
            throw new IllegalStateException("it was not started");
        }
        return process;
    }

    /** Takes down what it has started up to now, so that this is ended even if the process ends before. */
    synchronized void noteDescendants() {
        if (process != null && process.isAlive()) {
            process.descendants().forEach(descendants::add);
        }
    }

    /**
     * Ends it, if it runs, and what is known to be started by it. Its output is closed by those who read it: on Windows, a close would
     * wait for a read that is under way.
     */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM is being shut down; the hook has nothing left to do
        }
    }

    /** Whether it was ended because the JVM is being shut down, so that its exit code says nothing of it. */
    synchronized boolean isEndedWithTheJvm() {
        return endedWithTheJvm;
    }

    private synchronized void endWithTheJvm() {
        endedWithTheJvm = true;
        end();
    }

    private synchronized void end() {
        ended = true;
        if (process != null) {
            end(process.toHandle());
            descendants.forEach(TetheredProcess::end);
        }
    }

    /** From the top, and what it has started is looked up before: nobody could tell afterwards whose it was. */
    private static void end(ProcessHandle process) {
        if (!process.isAlive()) {
            return; // its number may be another's now
        }
        List<ProcessHandle> children = process.children().toList();
        process.destroyForcibly();
        children.forEach(TetheredProcess::end);
    }
}
