package io.github.erlangcodebuild.console;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A message that is printed when the user ends Maven (Ctrl-C), to the process's error stream, as Maven's log may be gone by then.
 * It is on a line of its own, below what the terminal shows of Ctrl-C.
 */
public final class ShutdownMessage {

    private final Thread hook;

    private ShutdownMessage(Thread hook) {
        this.hook = hook;
    }

    /**
     * Has it printed from now on, until it is cancelled.
     *
     * @param words asked for then; empty when there is nothing to say
     */
    public static ShutdownMessage register(Supplier<Optional<String>> words) {
        Thread hook = new Thread(() -> words.get().ifPresent(ShutdownMessage::print));
        Runtime.getRuntime().addShutdownHook(hook);
        return new ShutdownMessage(hook);
    }

    private static void print(String words) {
        ErrorStream.get().println();
        ErrorStream.get().println(words);
    }

    /** Has nothing printed any more. */
    public void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM is on its way down, and has nothing to say: nothing is running
        }
    }
}
