package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.console.TestResults;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.PushResult.Transfer;
import io.github.erlangcodebuild.rollout.RolloutRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageJsonTest {

    private final Path directory;
    private final PushResult result;

    ImageJsonTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.result = TestResults.result(directory.resolve("bundle"), new Transfer(1, 1, 0, 0, 0, false));
    }

    @Test
    void itSaysWhatWasPushed() throws IOException {
        Path file = directory.resolve("made/on/demand/image.json");
        ImageJson.write(result, file);
        String expected = """
                {
                  "schemaVersion": 1,
                  "image": "registry.example.com/team/erlang:27.1",
                  "digest": "%s",
                  "registry": "registry.example.com",
                  "repository": "team/erlang",
                  "tags": ["27.1", "latest"],
                  "base": {"image": "public.example.com/codebuild/base:5.0", "digest": "%s"},
                  "erlang": {"otpVersion": "27.1"},
                  "rebar3": {"version": "3.25.1"},
                  "platform": {"os": "linux", "architecture": "amd64"},
                  "layer": {"digest": "%s", "size": %d}
                }
                """.formatted(
                        result.image().digest(),
                        TestResults.BASE,
                        result.image().toolchainLayer().digest(),
                        result.image().toolchainLayer().size());
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(file.toFile())).isEqualTo(json.readTree(expected));
    }

    @Test
    void anOlderFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path parent = Files.createDirectory(directory.resolve("out"));
        Path file = Files.writeString(parent.resolve("image.json"), "older");
        ImageJson.write(result, file);
        assertThat(file).content().startsWith("{").contains("schemaVersion");
        assertThat(parent.toFile().list()).containsExactly("image.json");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void itMayBeReadByWhomeverAnyNewFileHereMayBeReadBy() throws IOException {
        Path file = directory.resolve("image.json");
        Path usual = Files.writeString(directory.resolve("usual"), "");

        ImageJson.write(result, file);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void whereItCannotBeWrittenTheMessageSaysThatTheImageIsThere() throws IOException {
        Path notADirectory = Files.writeString(directory.resolve("file"), "in the way");
        Path file = notADirectory.resolve("image.json");
        assertThatThrownBy(() -> ImageJson.write(result, file))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("The image registry.example.com/team/erlang:27.1 was pushed, but " + file
                        + " cannot be written: ")
                .hasMessageContaining("-Derlang-codebuild.outputFile=…");
    }

    @Test
    void whatCannotBeWrittenIsFoundOutBeforeThePush() throws IOException {
        Path notADirectory = Files.writeString(directory.resolve("file"), "in the way");

        assertThatThrownBy(() -> ImageJson.requireWritable(notADirectory.resolve("deep/image.json")))
                .isInstanceOf(ActionableException.class)
                .hasMessage("outputFile " + notADirectory.resolve("deep/image.json") + " cannot be written: "
                        + notADirectory + " is no directory.\nNothing was pushed. Allow writing there, or name another"
                        + " file with -Derlang-codebuild.outputFile=….");
        assertThatThrownBy(() -> ImageJson.requireWritable(directory))
                .hasMessageContaining("outputFile " + directory + " cannot be written: it is a directory.");
    }

    @Test
    void whatCanBeWrittenIsLeftAsItIs() throws IOException {
        Path file = Files.writeString(directory.resolve("image.json"), "older");
        String[] before = directory.toFile().list();

        ImageJson.requireWritable(file);
        ImageJson.requireWritable(directory.resolve("not/yet/there/image.json"));

        assertThat(directory.toFile().list()).containsExactlyInAnyOrder(before);
        assertThat(file).hasContent("older");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whereNothingCanBeWrittenAtAllIsFoundOutToo() {
        assertThatThrownBy(() -> ImageJson.requireWritable(Path.of("/proc/self/image.json")))
                .hasMessageStartingWith("outputFile /proc/self/image.json cannot be written: ");
    }

    @Test
    void whatWasWrittenIsReadForTheRollout() {
        Path file = directory.resolve("image.json");
        ImageJson.write(result, file);

        RolloutRequest.Image image = ImageJson.read(file);

        assertThat(image.name()).isEqualTo("registry.example.com/team/erlang:27.1");
        assertThat(image.pushed()).contains(result.image().digest());
        assertThat(image.architecture()).contains("amd64");
    }

    @Test
    void withoutAFileNothingIsKnownOfAPush() {
        assertThatThrownBy(() -> ImageJson.read(directory.resolve("image.json")))
                .isInstanceOf(ActionableException.class)
                .hasMessage(
                        "It is not known which image was pushed last: there is no " + directory.resolve("image.json")
                                + ".\nPush one from here first, or name the image with -Derlang-codebuild.image=….");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"schemaVersion\": 2}|schemaVersion is 2, and this plugin reads 1",
                "{\"schemaVersion\": 1}|it names no image and digest",
                "{\"schemaVersion\": 1, \"image\": \"a/b:1\", \"digest\": \"sha256:1\"}|it names no image and digest",
                "[]|schemaVersion is 0, and this plugin reads 1",
                "{|Unexpected end-of-input"
            })
    void aFileOfSomebodyElseIsRefused(String json, String why) throws IOException {
        Path file = Files.writeString(directory.resolve("image.json"), json);

        assertThatThrownBy(() -> ImageJson.read(file))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith(file + " cannot be read as what push writes: " + why);
    }
}
