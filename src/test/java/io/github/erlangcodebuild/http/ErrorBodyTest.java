package io.github.erlangcodebuild.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {

    @Test
    void textIsShownOnOneLine() {
        assertThat(ErrorBody.words(" no\r\n  right\u2028[INFO] BUILD SUCCESS\n"))
                .isEqualTo("no right [INFO] BUILD SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>\n<html lang=en><head><title>Access\n denied</title></head><body>go away</body></html>",
                "<html><head><TITLE id='x'>Access denied</TITLE>",
                "<?xml version='1.0'?>\n<!-- proxy --><!doctype html PUBLIC 'x'><html><title>Access <b>denied</b></title>"
            })
    void ofAPageOnlyTheTitleIsShown(String page) {
        assertThat(ErrorBody.words(page)).isEqualTo("an HTML page, \"Access denied\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "<html><title> </title>", "<body><style>a { b: c }</style><script>if (a < b) {"})
    void aPageThatSaysNothingIsAPage(String page) {
        assertThat(ErrorBody.words(page)).isEqualTo("an HTML page");
    }

    @Test
    void ofAPageWithoutTitleTheTextIsShown() {
        assertThat(ErrorBody.words("<body><h1>Blocked</h1><p>by the\nproxy<script>x()</script></body>"))
                .isEqualTo("an HTML page, \"Blocked by the proxy\"");
    }

    @ParameterizedTest
    @CsvSource({
        "<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Request has expired</Message><Expires>2026</Expires></Error>,"
                + "AccessDenied Request has expired",
        "<Error><Code>NoSuchKey</Code></Error>,NoSuchKey",
        "<error>busy<a/>now</error>,busy now"
    })
    void ofXmlTheWordsAreShown(String xml, String words) {
        assertThat(ErrorBody.words(xml)).isEqualTo(words);
    }

    @Test
    void aLongOneIsCut() {
        assertThat(ErrorBody.words("x".repeat(499) + "👍👍")).isEqualTo("x".repeat(499) + "\uFFFD…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "<a></a>"})
    void oneThatSaysNothingIsEmpty(String body) {
        assertThat(ErrorBody.words(body)).isEmpty();
    }

    /** They end: patterns overflowed the stack, or took seconds. */
    @ParameterizedTest(name = "{index}")
    @MethodSource("markupWithoutEnd")
    void markupWithoutEndIsNoTrouble(String body) {
        assertThat(ErrorBody.words(body)).hasSizeLessThan(600);
    }

    static Stream<String> markupWithoutEnd() {
        return Stream.of(
                "<!-- -->".repeat(8192) + "<html>",
                "<html>" + "<title>".repeat(9362),
                "<a>" + "<!--".repeat(16_384),
                "<!--".repeat(16_384),
                "<a>".repeat(21_845),
                "<html>" + "<div>".repeat(13_107),
                "<html>" + "<table>".repeat(9362),
                "<!DOCTYPE ".repeat(6553),
                "<a " + "b=".repeat(32_768));
    }
}
