package io.github.erlangcodebuild.console;

import java.io.Console;
import java.lang.reflect.Method;
import java.util.function.Consumer;

/** Whether somebody is watching. */
public final class Terminal {

    private Terminal() {}

    /**
     * A live bar for somebody at a terminal, else lines for a log.
     *
     * @param interactive whether the user may be at a terminal, and wants to be told how it goes
     * @param log takes the lines
     */
    public static Meter meter(boolean interactive, Consumer<String> log) {
        return interactive && isTerminal() ? Meter.bar() : Meter.lines(log);
    }

    @SuppressWarnings("SystemConsoleNull") // asked further: saysSoItself
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && !"dumb".equals(System.getenv("TERM")) && saysSoItself(console);
    }

    /** From Java 22 there is a console even where there is no terminal, and a method that tells. */
    private static boolean saysSoItself(Console console) {
        try {
            Method isTerminal = Console.class.getMethod("isTerminal");
            return (Boolean) isTerminal.invoke(console);
        } catch (NoSuchMethodException e) {
            return true; // up to Java 21, a console is a terminal
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
