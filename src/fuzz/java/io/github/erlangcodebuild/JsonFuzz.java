package io.github.erlangcodebuild;

import static io.github.erlangcodebuild.fuzz.Invariants.require;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.fuzz.FuzzTarget;
import io.github.erlangcodebuild.testing.TestBundle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** JSON: what can be read can be written, and is the same when it is read again. */
public final class JsonFuzz implements FuzzTarget {

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        TestBundle.otp("27.1").descriptor().toString(),
                        "{\"a\":[1,-2.5e3,12345678901,123456789012345678901,true,false,null,\"\\u00e9\\ud83d\\udc4d\"]}",
                        "{\"a\":1,\"a\":{\"\":\"\\ud83d\"}} [",
                        "[1e999, 1E-999, -0, -0.0]",
                        "[".repeat(900) + "]".repeat(900),
                        "{\"\\ud800\":\"\uFEFF\\u0000\\\\\\/\"}")
                .flatMap(text ->
                        Stream.of(text.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_16BE)))
                .toList();
    }

    @Override
    public void read(byte[] input) throws Exception {
        Optional<JsonNode> read = read(() -> Json.read(input));
        Optional<JsonNode> strictly = read(() -> Json.readStrictly(input));
        read(() -> Json.read(new String(input, StandardCharsets.UTF_8)));
        require(strictly.isEmpty() || strictly.equals(read), "read strictly it is another");
        if (read.isPresent() && !read.get().isMissingNode()) {
            String text = Json.text(read.get());
            require(Json.text(Json.read(text)).equals(text), "another when its text is read again");
            require(Json.text(Json.read(Json.write(read.get()))).equals(text), "another when it is read again");
            require(Json.text(Json.read(Json.writeIndented(read.get()))).equals(text), "another when it was indented");
        }
    }

    private interface Reader {
        JsonNode read() throws Exception;
    }

    /** Empty for what is no JSON. Any other exception is a find. */
    private static Optional<JsonNode> read(Reader reader) throws Exception {
        try {
            return Optional.of(reader.read());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
