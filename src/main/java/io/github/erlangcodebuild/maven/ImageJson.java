package io.github.erlangcodebuild.maven;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.registry.PushResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes {@code outputFile}: what was pushed, for machines. */
final class ImageJson {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ImageJson() {}

    /** Replaces the file as a whole; a reader never sees half of it. */
    static void write(PushResult result, Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            Path whole = Files.createTempFile(directory, "image", ".json");
            try {
                JSON.writeValue(whole.toFile(), json(result));
                Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw new ActionableException(
                    "The image " + result.reference() + " was pushed, but " + file + " cannot be written: "
                            + e.getMessage() + ".",
                    "Make room or allow writing there, or name another file with -Derlang-codebuild.outputFile=…, and run"
                            + " it again: nothing will be sent twice.",
                    e);
        }
    }

    private static ObjectNode json(PushResult result) {
        var toolchain = result.bundle().descriptor();
        var base = result.image().base();
        ObjectNode json = JSON.createObjectNode();
        json.put("schemaVersion", 1);
        json.put("image", result.reference().toString());
        json.put("digest", result.image().digest().toString());
        json.put("registry", result.reference().registry());
        json.put("repository", result.reference().repository());
        result.tags().forEach(json.putArray("tags")::add);
        json.putObject("base")
                .put("image", base.reference().toString())
                .put("digest", base.digest().toString());
        json.putObject("erlang").put("otpVersion", toolchain.erlang().otpVersion());
        json.putObject("rebar3").put("version", toolchain.rebar3().version());
        json.putObject("platform")
                .put("os", toolchain.platform().os())
                .put("architecture", toolchain.platform().architecture());
        json.putObject("layer")
                .put("digest", toolchain.layer().digest().toString())
                .put("size", toolchain.layer().size());
        return json;
    }
}
