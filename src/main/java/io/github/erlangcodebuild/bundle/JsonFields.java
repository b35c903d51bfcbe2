package io.github.erlangcodebuild.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of a JSON object by type. Each refusal names the document, the field's path, the value found and what is
 * expected.
 */
final class JsonFields {

    /**
     * What a console obeys, or does not show: control and format characters, separators of lines and paragraphs, halves of
     * characters, and those that mean something to their author alone.
     */
    private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}]");

    private static final int SHOWN = 80;
    private static final int SHOWN_OF_A_MESSAGE = 300;
    private static final String REMEDY = "Pack the bundle again with erlang-toolchain/pack-toolchain.sh or run the"
            + " bootstrap again, or point toolchain at another bundle.";

    private final String document;
    private final String path;
    private final JsonNode object;

    private JsonFields(String document, String path, JsonNode object) {
        this.document = document;
        this.path = path;
        this.object = object;
    }

    /** @param document its name in messages */
    static JsonFields read(byte[] json, String document) {
        JsonNode root;
        try {
            root = Json.readStrictly(json);
        } catch (JsonProcessingException e) {
            throw refused(
                    document,
                    "is not JSON: " + ForeignText.line(e.getOriginalMessage(), SHOWN_OF_A_MESSAGE) + position(e));
        } catch (IOException e) {
            throw refused(
                    document, "is not JSON: " + ForeignText.line(String.valueOf(e.getMessage()), SHOWN_OF_A_MESSAGE));
        }
        if (!root.isObject()) {
            String found = root.isMissingNode() ? "nothing" : shown(root);
            throw refused(document, "holds " + found + "; a JSON object is expected");
        }
        return new JsonFields(document, "", root);
    }

    private static String position(JsonProcessingException e) {
        var location = e.getLocation();
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    JsonFields object(String name) {
        JsonNode value = required(name, "an object");
        if (!value.isObject()) {
            throw unexpected(name, "an object");
        }
        return new JsonFields(document, path + name + ".", value);
    }

    Optional<JsonFields> optionalObject(String name) {
        return object.has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    /**
     * Not blank, on one line: it is going to be shown on consoles and in labels.
     *
     * @param maxBytes in UTF-8
     */
    String word(String name, int maxBytes) {
        String text = text(name, maxBytes);
        if (text.isBlank()) {
            throw unexpected(name, "a string that is not empty");
        }
        return text;
    }

    /**
     * On one line, perhaps empty.
     *
     * @param maxBytes in UTF-8
     */
    String text(String name, int maxBytes) {
        JsonNode value = required(name, "a string");
        if (!value.isTextual()) {
            throw unexpected(name, "a string");
        }
        String text = value.textValue();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxBytes) {
            throw refused(
                    document,
                    "has a string of " + bytes + " bytes as " + path + name + "; expected: at most " + maxBytes
                            + " bytes");
        }
        if (UNSHOWN.matcher(text).find()) {
            throw unexpected(name, "a string without control characters and others that are not shown");
        }
        return text;
    }

    /** As {@link #text}, where the field is there. */
    Optional<String> optionalText(String name, int maxBytes) {
        return object.has(name) ? Optional.of(text(name, maxBytes)) : Optional.empty();
    }

    /** A whole number of at least {@code min} and at most {@code max}. */
    long number(String name, long min, long max) {
        String expected = min == max ? "the number " + min : "a whole number from " + min + " to " + max;
        JsonNode value = required(name, expected);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw unexpected(name, expected);
        }
        return value.longValue();
    }

    Digest digest(String name) {
        String expected = "sha256: and 64 lower-case hex digits";
        JsonNode value = required(name, expected);
        return Optional.ofNullable(value.textValue())
                .flatMap(Digest::parse)
                .orElseThrow(() -> unexpected(name, expected));
    }

    ActionableException unexpected(String name, String expected) {
        return refused(document, "has " + shown(object.path(name)) + " as " + path + name + "; expected: " + expected);
    }

    private JsonNode required(String name, String expected) {
        JsonNode value = object.get(name);
        if (value == null) {
            throw refused(document, "lacks the field " + path + name + "; expected: " + expected);
        }
        return value;
    }

    private static ActionableException refused(String document, String problem) {
        return new ActionableException("The toolchain descriptor " + document + " " + problem + ".", REMEDY);
    }

    private static String shown(JsonNode value) {
        return ForeignText.line(value.toString(), SHOWN);
    }
}
