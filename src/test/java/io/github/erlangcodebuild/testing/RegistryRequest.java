package io.github.erlangcodebuild.testing;

import java.util.Map;

/**
 * A request that an {@link EmbeddedRegistry} got.
 *
 * @param method the HTTP method
 * @param path the path with its query, as sent
 * @param status the status it was answered with; 0 if the connection was closed instead
 * @param bytesIn the bytes of its body that came before the answer
 * @param bytesOut the bytes of the answer's body, by its {@code Content-Length}
 * @param headers the request's headers by lower-case name; of an {@code authorization} only the scheme
 */
public record RegistryRequest(
        String method, String path, int status, long bytesIn, long bytesOut, Map<String, String> headers) {

    public RegistryRequest {
        headers = Map.copyOf(headers);
    }

    /** Whether it was about a blob: asked for one, for whether it is there, or sent or mounted one. */
    public boolean isAboutBlob() {
        return path.contains("/blobs/");
    }

    /** {@code PUT /v2/erlang/manifests/27.1 201} */
    @Override
    public String toString() {
        return method + " " + path + " " + status;
    }
}
