package io.github.erlangcodebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it reads and writes is what Jackson's mapper does. */
class JsonTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                " ",
                "{\"b\":1,\"a\":{\"c\":[1,[],{},null,true,false]},\"\":\"\"}",
                "[0,-1,2147483648,-9223372036854775809,1.5,1e3,0.1,1E400,-0.0]",
                "\"\\u00e4\\n\\\"\\\\/ \\ud83d\\ude00\\u0000\"",
                "{\"twice\":1,\"twice\":2}",
                "{\"first\":1} {\"second\":2}",
                "12",
                "null"
            })
    void aTreeIsWhatTheMapperMakesOfIt(String json) throws Exception {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

        assertThat(Json.read(bytes)).isEqualTo(MAPPER.readTree(bytes));
        assertThat(Json.read(json)).isEqualTo(MAPPER.readTree(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":{\"c\":[1,[],{},null,true,false]},\"\":\"\"}",
                "[0,-1,2147483648,-9223372036854775809,1.5,1e3,0.1,-0.0]",
                "[\"\\u00e4\\n\\\"\\\\/ \\ud83d\\ude00\\u0000\"]"
            })
    void aTreeIsWrittenAsTheMapperWritesIt(String json) throws Exception {
        var tree = MAPPER.readTree(json);

        assertThat(Json.write(tree)).isEqualTo(MAPPER.writeValueAsBytes(tree));
        assertThat(Json.text(tree)).isEqualTo(MAPPER.writeValueAsString(tree));
        assertThat(Json.writeIndented(tree))
                .isEqualTo(
                        MAPPER.copy().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(tree));
    }

    /** Jackson takes these bytes for UTF-32, in an order that it does not read, and with a character that is none. */
    @ParameterizedTest
    @ValueSource(strings = {"\0\0{\0", "\0\0\0{\0\u0011\0\0"})
    void whatIsNoTextIsRefusedAsWhatIsNoJson(String bytes) {
        byte[] json = bytes.getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> Json.read(json)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.readStrictly(json)).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1,", "{\"a\"", "nope", "{'a':1}", "{\"a\":01}", "[1,]", "\"\n\""})
    void whatIsNoJsonIsRefused(String json) {
        assertThatThrownBy(() -> Json.read(json)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"twice\":1,\"twice\":2}", "[{\"a\":{\"b\":1,\"b\":1}}]", "{} {}", "{} x"})
    void whatCanBeReadInTwoWaysIsRefusedWhereItMatters(String json) {
        assertThatThrownBy(() -> Json.readStrictly(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1_000_000})
    void valuesWithinValuesWithoutEndAreRefused(int depth) {
        assertThatThrownBy(() -> Json.read("[".repeat(depth))).isInstanceOf(JsonProcessingException.class);
    }
}
