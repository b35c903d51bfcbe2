package io.github.erlangcodebuild.console;

import java.util.Optional;
import java.util.function.Supplier;

/** A message that is printed when the user ends Maven (Ctrl-C), to the error stream, as Maven's log may be gone by then. */
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
        Thread hook = new Thread(() -> words.get().ifPresent(System.err::println));
        Runtime.getRuntime().addShutdownHook(hook);
        return new ShutdownMessage(hook);
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
