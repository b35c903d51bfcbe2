package io.github.erlangcodebuild.maven;

import java.io.Console;
import java.lang.reflect.Method;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;

/** Whether somebody is watching. */
final class Terminal {

    private Terminal() {}

    /** A live bar for somebody at a terminal, lines for a log, and nothing with {@code -q}. */
    static Meter meter(MavenSession session, Log log) {
        return session.getRequest().isInteractiveMode() && log.isInfoEnabled() && isTerminal()
                ? Meter.bar()
                : Meter.lines(log::info);
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
