package io.github.erlangcodebuild.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import reactor.netty.http.server.HttpServerRequest;

/** Who may do what at an {@link EmbeddedRegistry}. */
interface RegistryAccess {

    /** Lets everybody in. */
    RegistryAccess OPEN = (request, baseUrl) -> Optional.empty();

    /**
     * Judges a request.
     *
     * @param baseUrl the registry's own URL, for challenges that name it
     * @return the {@code WWW-Authenticate} to refuse it with; empty if it may pass
     */
    Optional<String> challenge(HttpServerRequest request, String baseUrl);

    /** Lets in whoever sends this user name and password (RFC 7617). */
    static RegistryAccess basic(String user, String password) {
        String expected = basicAuthorization(user, password);
        return (request, baseUrl) -> expected.equals(request.requestHeaders().get("Authorization"))
                ? Optional.empty()
                : Optional.of("Basic realm=\"embedded registry\"");
    }

    static String basicAuthorization(String user, String password) {
        byte[] userPass = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(userPass);
    }
}
