package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.erlangcodebuild.registry.DockerConfigPlace.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read of the files with logins, and what is not. */
@EnabledOnOs(OS.LINUX) // for pipes, links, and owners by number
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read cannot be ended
class DockerConfigFileTest {

    private static final int NOBODY = 65534;

    private final Path top;
    private final Path directory;
    private final Path file;

    DockerConfigFileTest(@TempDir Path root) throws IOException {
        this.top = root.resolve("podman-run-1");
        this.directory = Files.createDirectories(top.resolve("containers"));
        this.file = directory.resolve("auth.json");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VARIABLE")
    void aFileOfThisUserIsRead(Kind kind) throws Exception {
        Files.writeString(file, "{}");

        assertThat(read(kind)).isEqualTo("{}");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"VARIABLE", "NAMED_FILE"})
    void aFileThatIsNotThereIsNone(Kind kind) throws Exception {
        assertThat(place(kind).read()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VARIABLE")
    void aFileThatIsLargerThanAnyOfItsKindIsNotUsed(Kind kind) throws Exception {
        Files.write(file, new byte[1024 * 1024]);
        assertThat(read(kind)).hasSize(1024 * 1024);

        Files.write(file, new byte[1024 * 1024 + 1]);
        assertRefused(kind, "it is larger than 1 MiB");
    }

    @ParameterizedTest
    @EnumSource(names = {"NAMED_FILE", "FILE_IN_NAMED_DIRECTORY"})
    void whatAVariableNamesMayBeAPipeAndIsNotReadWithoutEnd(Kind kind) throws Exception {
        Process writer = pipe("echo '{}' > \"$0\"");
        assertThat(read(kind)).isEqualTo("{}\n");
        assertThat(writer.waitFor()).isZero();

        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertRefused(kind, "it is larger than 1 MiB");
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "RARE_FILE", "LEGACY_FILE"})
    void aPipeInAUsualPlaceIsNotWaitedFor(Kind kind) throws Exception {
        assertThat(pipe("").waitFor()).isZero();

        assertRefused(kind, "it is not a regular file");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"VARIABLE", "RARE_FILE"})
    void aLinkToAFileIsFollowed(Kind kind) throws Exception {
        Files.createSymbolicLink(file, Files.writeString(directory.resolve("elsewhere"), "{}"));

        assertThat(read(kind)).isEqualTo("{}");
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "LEGACY_FILE"})
    void aLinkToADeviceIsNotReadInAUsualPlace(Kind kind) throws Exception {
        Files.createSymbolicLink(file, Path.of("/dev/zero"));

        assertRefused(kind, "it is not a regular file");
    }

    @Test
    void whereOthersMayPutThingsNoLinkIsFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(top.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("auth.json"), "{}");
        Files.createSymbolicLink(file, target);
        assertRefused(Kind.RARE_FILE, "it is a symbolic link");

        Files.delete(file);
        Files.delete(directory);
        Files.createSymbolicLink(directory, elsewhere);
        assertRefused(Kind.RARE_FILE, directory + " is a symbolic link");
    }

    @Test
    void whereOthersMayPutThingsWhatBelongsToAnotherUserIsNotUsed() throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("only root gives files away")
                .isEqualTo(0);
        Files.writeString(file, "{}");

        giveAway(file);
        assertRefused(Kind.RARE_FILE, "it belongs to another user");
        giveAway(directory);
        assertRefused(Kind.RARE_FILE, directory + " belongs to another user");
        giveAway(top);
        assertRefused(Kind.RARE_FILE, top + " belongs to another user");

        Files.delete(file);
        assertThat(place(Kind.RARE_FILE).read()).isEmpty();
    }

    @Test
    void rootsFileIsNotThatOfAnotherUser() throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("root is that user")
                .isNotEqualTo(0);

        assertThatThrownBy(() -> DockerConfigPlace.file(Kind.RARE_FILE, Path.of("/etc/passwd"))
                        .read())
                .hasMessage("/ belongs to another user");
    }

    private static void giveAway(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", NOBODY);
    }

    /** Makes a pipe of the file, and writes to it as the command says. */
    private Process pipe(String command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        return new ProcessBuilder("sh", "-c", command, file.toString()).start();
    }

    private DockerConfigPlace place(Kind kind) {
        return DockerConfigPlace.file(kind, file);
    }

    private String read(Kind kind) throws UnusableConfigException {
        return new String(place(kind).read().orElseThrow(), StandardCharsets.UTF_8);
    }

    private void assertRefused(Kind kind, String reason) {
        assertThatThrownBy(() -> place(kind).read())
                .isInstanceOf(UnusableConfigException.class)
                .hasMessage(reason);
    }
}
