package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.registry.PushResult;
import io.github.erlangcodebuild.registry.PushResult.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void whereItCannotBeWrittenTheMessageSaysThatTheImageIsThere() throws IOException {
        Path notADirectory = Files.writeString(directory.resolve("file"), "in the way");
        Path file = notADirectory.resolve("image.json");
        assertThatThrownBy(() -> ImageJson.write(result, file))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("The image registry.example.com/team/erlang:27.1 was pushed, but " + file
                        + " cannot be written: ")
                .hasMessageContaining("-Derlang-codebuild.outputFile=…");
    }
}
