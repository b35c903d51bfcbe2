package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.fuzz.FuzzTarget;
import io.github.erlangcodebuild.fuzz.Invariants;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Bodies of errors: whatever a server or a proxy says becomes one line. */
public final class ErrorBodyFuzz implements FuzzTarget {

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "<!DOCTYPE html><html><head><title>Access <b>denied</b></title><style>a{}</style></head>",
                        "<?xml version='1.0'?>\n<!-- proxy --> <body><script>x()</script>Blocked<script>if (a < b) {",
                        "<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>expired</Message></Error>",
                        "<error>busy<a/>now <!-- \u001B[1m --></error>",
                        "<!-- -->".repeat(1024) + "<html>",
                        "<html>" + "<title>".repeat(1024),
                        "<a>" + "<!--".repeat(1024),
                        "denied\r\n\u2028\u202E")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void read(byte[] input) {
        Invariants.requireLine(ErrorBody.words(new String(input, StandardCharsets.UTF_8)));
    }
}
