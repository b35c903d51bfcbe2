package io.github.erlangcodebuild;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * JSON as Jackson's trees, read and written by Jackson's own parser and generator, as its {@code ObjectMapper} would. That one
 * loads 300 classes to find out how to read any Java object, a quarter of the time of a push that changes nothing; for trees
 * none of them is needed.
 */
public final class Json {

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    /** An object without fields. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /**
     * Reads the first value. Of fields of one name the last one counts.
     *
     * @return a missing node where there is nothing
     * @throws JsonProcessingException when it is not JSON
     */
    public static JsonNode read(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            return parser.nextToken() == null ? MissingNode.getInstance() : value(parser);
        } catch (CharConversionException e) {
            throw noText(e);
        }
    }

    /** As {@link #read(byte[])}. */
    public static JsonNode read(String json) throws JsonProcessingException {
        try (JsonParser parser = JSON.createParser(json)) {
            return parser.nextToken() == null ? MissingNode.getInstance() : value(parser);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory can be read", e);
        }
    }

    /**
     * Reads the only value, in whose objects no two fields have the same name.
     *
     * @return a missing node where there is nothing
     * @throws JsonProcessingException when it is not JSON, or there are more values
     */
    public static JsonNode readStrictly(byte[] json) throws IOException {
        try (JsonParser parser = STRICT.createParser(json)) {
            if (parser.nextToken() == null) {
                return MissingNode.getInstance();
            }
            JsonNode value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "there is more after its end");
            }
            return value;
        } catch (CharConversionException e) {
            throw noText(e);
        }
    }

    /**
     * The value of a field whose name may be written in any case, as programs in Go read it.
     *
     * @return a missing node where there is none
     */
    public static JsonNode fieldInAnyCase(JsonNode object, String name) {
        if (object.has(name)) {
            return object.path(name);
        }
        return object.properties().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(MissingNode.getInstance());
    }

    /** Jackson tells this of UTF-32 alone by an exception of another kind. */
    private static JsonParseException noText(CharConversionException e) {
        return new JsonParseException(null, e.getMessage(), e);
    }

    /** As UTF-8, without white space. */
    public static byte[] write(JsonNode json) {
        return write(json, false);
    }

    /** Without white space. */
    public static String text(JsonNode json) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(json, out);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree can be written to memory", e);
        }
        return text.toString();
    }

    /** As UTF-8, for people. */
    public static byte[] writeIndented(JsonNode json) {
        return write(json, true);
    }

    private static byte[] write(JsonNode json, boolean indented) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            if (indented) {
                out.useDefaultPrettyPrinter();
            }
            write(json, out);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree can be written to memory", e);
        }
        return bytes.toByteArray();
    }

    /** The value that begins with the parser's token; the parser allows only so many within each other. */
    private static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.set(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.textNode(parser.getText());
        };
    }

    private static void write(JsonNode json, JsonGenerator out) throws IOException {
        switch (json.getNodeType()) {
            case OBJECT -> {
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> field : json.properties()) {
                    out.writeFieldName(field.getKey());
                    write(field.getValue(), out);
                }
                out.writeEndObject();
            }
            case ARRAY -> {
                out.writeStartArray();
                for (JsonNode element : json) {
                    write(element, out);
                }
                out.writeEndArray();
            }
            case NUMBER -> writeNumber(json, out);
            case BOOLEAN -> out.writeBoolean(json.booleanValue());
            case STRING -> out.writeString(json.textValue());
            default -> out.writeNull();
        }
    }

    private static void writeNumber(JsonNode number, JsonGenerator out) throws IOException {
        switch (number.numberType()) {
            case INT -> out.writeNumber(number.intValue());
            case LONG -> out.writeNumber(number.longValue());
            case BIG_INTEGER -> out.writeNumber(number.bigIntegerValue());
            case BIG_DECIMAL -> out.writeNumber(number.decimalValue());
            default -> out.writeNumber(number.doubleValue());
        }
    }
}
