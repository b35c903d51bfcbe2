package io.github.erlangcodebuild.registry;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where credential helpers are looked for: the absolute directories of the {@code PATH}. Operating systems look in the current
 * directory, too: Windows before the {@code PATH}, others for an empty entry. A push runs in a checked-out repository, whose
 * programs are not to be run for that.
 *
 * @param directories in the order of the {@code PATH}
 * @param suffixes of programs' names, the first one first
 */
record CredentialHelperPath(List<Path> directories, List<String> suffixes) {

    /** That of this process. */
    static CredentialHelperPath ofThisProcess() {
        return of(System.getenv(), System.getProperty("os.name", ""));
    }

    /** That of a process with this environment, on this operating system. */
    static CredentialHelperPath of(Map<String, String> environment, String osName) {
        boolean isWindows = osName.toLowerCase(Locale.ROOT).contains("windows");
        List<Path> directories = environment.entrySet().stream()
                .filter(variable -> isWindows
                        ? variable.getKey().equalsIgnoreCase("PATH")
                        : variable.getKey().equals("PATH"))
                .flatMap(variable ->
                        Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(variable.getValue()))
                .map(entry -> isWindows ? entry.replace("\"", "") : entry)
                .flatMap(entry -> path(entry).stream())
                .filter(Path::isAbsolute)
                .toList();
        return new CredentialHelperPath(directories, isWindows ? List.of(".cmd", ".exe", "") : List.of(""));
    }

    /** The program of this name; one that this user may not run only where there is no other, so that this can be said. */
    Optional<Path> find(String program) {
        List<Path> files = suffixes.stream()
                .flatMap(suffix -> path(program + suffix).stream())
                .flatMap(name -> directories.stream().map(directory -> directory.resolve(name)))
                .filter(Files::isRegularFile)
                .toList();
        return Stream.concat(files.stream().filter(Files::isExecutable), files.stream())
                .findFirst();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty(); // nothing can be there
        }
    }
}
