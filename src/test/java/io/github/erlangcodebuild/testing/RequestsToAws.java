package io.github.erlangcodebuild.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps what the plugin sends to AWS in tests, whichever stand-in answers, for {@code .ci/oracles}, which holds it against AWS's
 * own models. A line of JSON for each request: method, path, headers, and the body where it is text.
 */
public final class RequestsToAws {

    private static final Path DIRECTORY = Path.of("target/aws-requests");
    private static final Path FILE = DIRECTORY.resolve(ProcessHandle.current().pid() + ".jsonl");
    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestsToAws() {}

    /** What WireMock has received. */
    public static void keep(List<LoggedRequest> requests) throws IOException {
        for (LoggedRequest request : requests) {
            keep(
                    request.getMethod().getName(),
                    request.getUrl(),
                    request.getHeaders().all().stream()
                            .collect(Collectors.toMap(
                                    header -> header.key(), header -> header.firstValue(), (first, second) -> first)),
                    request.getBody());
        }
    }

    /** A request, if the plugin sent it, and signed it for AWS. */
    public static synchronized void keep(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        Map<String, String> named = new TreeMap<>();
        headers.forEach((name, value) -> named.put(name.toLowerCase(Locale.ROOT), value));
        if (!named.getOrDefault("user-agent", "").contains("erlang-codebuild-maven-plugin")
                || !named.getOrDefault("authorization", "").startsWith("AWS4-HMAC-SHA256 ")) {
            return;
        }
        ObjectNode line = JSON.createObjectNode().put("method", method).put("path", path);
        ObjectNode kept = line.putObject("headers");
        named.forEach(kept::put);
        String type = named.getOrDefault("content-type", "");
        line.put(
                "body",
                type.contains("json") || type.contains("form-urlencoded")
                        ? new String(body, StandardCharsets.UTF_8)
                        : "");
        Files.createDirectories(DIRECTORY);
        Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
