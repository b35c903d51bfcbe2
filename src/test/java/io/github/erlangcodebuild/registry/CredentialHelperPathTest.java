package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which program a name stands for. */
@EnabledOnOs(OS.LINUX) // for programs that may not be run
class CredentialHelperPathTest {

    private static final String PROGRAM = "docker-credential-test";

    private final Path first;
    private final Path second;

    CredentialHelperPathTest(@TempDir Path root) throws IOException {
        this.first = Files.createDirectory(root.resolve("first"));
        this.second = Files.createDirectory(root.resolve("second"));
    }

    @Test
    void onlyAbsoluteDirectoriesOfThePathCount() {
        assertThat(path("PATH", "Linux", "", ".", first, "bin", second, "").directories())
                .containsExactly(first, second);
        assertThat(CredentialHelperPath.of(Map.of("Path", first.toString()), "Linux")
                        .directories())
                .isEmpty();
    }

    @Test
    void onWindowsThePathMayHaveAnotherCaseAndQuotes() {
        assertThat(path("Path", "Windows 11", "", "\"" + first + "\"", second).directories())
                .containsExactly(first, second);
    }

    @Test
    void theFirstDirectoryWins() throws IOException {
        Path program = program(first, PROGRAM);
        program(second, PROGRAM);

        assertThat(path("PATH", "Linux", first, second).find(PROGRAM)).contains(program);
    }

    @Test
    void whatIsNoProgramIsPassedOver() throws IOException {
        Files.createDirectory(first.resolve(PROGRAM));
        assertThat(path("PATH", "Linux", first, second).find(PROGRAM)).isEmpty();

        Files.delete(first.resolve(PROGRAM));
        Path barred = Files.createFile(first.resolve(PROGRAM));
        assertThat(path("PATH", "Linux", first, second).find(PROGRAM)).contains(barred);

        Path program = program(second, PROGRAM);
        assertThat(path("PATH", "Linux", first, second).find(PROGRAM)).contains(program);
    }

    @Test
    void onWindowsAScriptComesBeforeAProgramAndBothBeforeAFileWithoutASuffix() throws IOException {
        CredentialHelperPath path = path("Path", "Windows 11", first, second);

        Path bare = program(first, PROGRAM);
        assertThat(path.find(PROGRAM)).contains(bare);
        Path program = program(first, PROGRAM + ".exe");
        assertThat(path.find(PROGRAM)).contains(program);
        Path script = program(second, PROGRAM + ".cmd");
        assertThat(path.find(PROGRAM)).contains(script);
    }

    private static CredentialHelperPath path(String variable, String osName, Object... entries) {
        String value = Stream.of(entries).map(Object::toString).collect(Collectors.joining(File.pathSeparator));
        return CredentialHelperPath.of(Map.of(variable, value), osName);
    }

    private static Path program(Path directory, String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
