package io.github.erlangcodebuild.registry;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that does not outlive its use here, nor the JVM. */
final class TetheredProcess implements AutoCloseable {

    private final Thread hook = new Thread(this::end, "erlang-codebuild-end-of-process");
    private @Nullable Process process;
    private boolean ended;

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

    /** Ends it, if it runs, with what it has started. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM is being shut down; the hook has nothing left to do
        }
    }

    private synchronized void end() {
        ended = true;
        if (process != null && process.isAlive()) {
            end(process.toHandle());
        }
    }

    /** From the top, and what it has started is looked up before: nobody could tell afterwards whose it was. */
    private static void end(ProcessHandle process) {
        List<ProcessHandle> children = process.children().toList();
        process.destroyForcibly();
        children.forEach(TetheredProcess::end);
    }
}
