package io.github.erlangcodebuild.console;

import java.util.Optional;
import java.util.function.Supplier;

/** What is said on Ctrl-C: a build goes on without us. Maven's log may be gone by then. */
public final class Farewell {

    private final Thread hook;

    private Farewell(Thread hook) {
        this.hook = hook;
    }

    /** From now on until it is taken back. */
    public static Farewell with(Supplier<Optional<String>> words) {
        Thread hook = new Thread(() -> words.get().ifPresent(System.err::println));
        Runtime.getRuntime().addShutdownHook(hook);
        return new Farewell(hook);
    }

    /** There is nothing to be said any more. */
    public void takeBack() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM is on its way down, and has nothing to say: nothing is running
        }
    }
}
