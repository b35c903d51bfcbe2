package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.fuzz.FuzzTarget;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.registry.StubRegistry.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Answers of registries and of the hosts that they send their clients to. The input says which request is made,
 * by its number, and has the answer: a status, lines of headers, an empty line, and a body.
 */
public final class RegistryAnswersFuzz implements FuzzTarget {

    private static final ContentDescriptor BLOB =
            new ContentDescriptor("application/octet-stream", Digest.of(new byte[0]), 0);

    private static final List<Consumer<Repository>> REQUESTS = List.of(
            repository -> repository.digestOf("1"),
            repository -> repository.pullManifest(StubRegistry.IMAGE),
            repository -> repository.pullBlob(BLOB),
            repository -> repository.find(BLOB, true),
            repository -> repository.hasBlob(BLOB),
            repository -> repository.openUpload(BLOB),
            repository -> repository.pushManifest(BLOB, new byte[0], "1", false));

    @Override
    public List<byte[]> seeds() {
        String denied = "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no \\u001b[1m right\",\"detail\":{}}]}";
        return Stream.of(
                        "200\nContent-Type: application/vnd.oci.image.manifest.v1+json\n\n{\"schemaVersion\":2}",
                        "200\nDocker-Content-Digest: " + BLOB.digest() + "\n\n",
                        "202\nLocation: /v2/base/blobs/uploads/1?state=2\n\n",
                        "307\nLocation: https://store.example.com/a?X-Amz-Signature=0123456789\n\n",
                        "307\nLocation: http://store.example.com/a\n\n",
                        "401\nWWW-Authenticate: Bearer realm=\"https://auth.example.com/token\",service=\"a\",scope=\"b\"\n\n"
                                + "{\"token\":\"abc\"}",
                        "401\nWWW-Authenticate: Basic realm=\"a\"\n\n" + denied,
                        "403\n\n" + denied,
                        "404\n\n{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}",
                        "400\n\n{\"errors\":[{\"code\":\"TAG_INVALID\",\"message\":\"taken\"},{\"code\":\"DIGEST_INVALID\"}]}",
                        "429\nRetry-After: 120\n\nslow",
                        "503\nRetry-After: Fri, 31 Dec 2027 23:59:59 GMT\n\n<html><title>busy</title></html>",
                        "500\n\n" + "x".repeat(12_000))
                .flatMap(answer -> IntStream.range(0, REQUESTS.size()).mapToObj(request -> request + " " + answer))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void read(byte[] input) {
        int request = input.length == 0 ? 0 : input[0] & 0x7;
        Answer answer = answer(input);
        REQUESTS.get(request % REQUESTS.size()).accept(StubRegistry.repository(url -> answer));
    }

    private static Answer answer(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        List<String> head = Arrays.asList((end < 0 ? text : text.substring(0, end)).split("\n", -1));
        byte[] body = end < 0 ? new byte[0] : Arrays.copyOfRange(input, end + 2, input.length);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(Map.entry(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
            }
        }
        return new Answer(status(head.get(0)), headers, body);
    }

    private static int status(String line) {
        return line.matches(". [1-5][0-9][0-9]") ? Integer.parseInt(line.substring(2)) : 200;
    }
}
