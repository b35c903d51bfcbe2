package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the scripts of src/acceptance, and programs that install-packages.sh there installs. */
final class Shell {

    private static final Path SCRIPTS = Path.of("src/acceptance");

    private Shell() {}

    /** What the script printed; fails, with all that, unless it succeeds. */
    static String run(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, SCRIPTS.resolve(script).toString());
        return run(command);
    }

    /** What the program printed; fails, with all that, unless it succeeds. */
    static String runProgram(String... command) {
        return run(List.of(command));
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new AssertionError(command + " ended with " + exitCode + ":\n" + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command + " was interrupted", e);
        }
    }
}
