package io.github.erlangcodebuild.testing;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Tokens by scope.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Distribution, token authentication</a>
 */
final class BearerAccess implements RegistryAccess {

    static final String TOKEN_PATH = "/token";

    private static final Pattern REPOSITORY = Pattern.compile("/v2/(.+?)/(?:manifests|blobs|tags)/.*");

    private final String authorization;
    private final boolean anonymousPull;
    private final Duration lifetime;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();

    BearerAccess(String user, String password, boolean anonymousPull, Duration lifetime) {
        this.authorization = RegistryAccess.basicAuthorization(user, password);
        this.anonymousPull = anonymousPull;
        this.lifetime = lifetime;
    }

    private record Grant(Set<String> permissions, Instant expires) {

        boolean covers(Set<String> needed) {
            return Instant.now().isBefore(expires) && permissions.containsAll(needed);
        }
    }

    @Override
    public Optional<String> challenge(HttpServerRequest request, String baseUrl) {
        List<String> scopes = neededScopes(request);
        String header = request.requestHeaders().get("Authorization", "");
        Grant grant = grants.get(header.replaceFirst("^Bearer ", ""));
        if (grant != null && grant.covers(permissions(scopes))) {
            return Optional.empty();
        }
        String scope = scopes.isEmpty() ? "" : ",scope=\"" + String.join(" ", scopes) + "\"";
        return Optional.of("Bearer realm=\"" + baseUrl + TOKEN_PATH + "\",service=\"embedded\"" + scope);
    }

    /** Answers a request to {@link #TOKEN_PATH}: the JSON with the token, or empty for wrong credentials. */
    Optional<String> issueToken(HttpServerRequest request) {
        @Nullable String sent = request.requestHeaders().get("Authorization");
        boolean known = authorization.equals(sent);
        boolean anonymous = sent == null && anonymousPull;
        if (!known && !anonymous) {
            return Optional.empty();
        }
        List<String> asked = query(request).getOrDefault("scope", List.of());
        Set<String> granted = permissions(asked);
        if (!known) {
            granted.removeIf(permission -> !permission.endsWith(":pull"));
        }
        String token = UUID.randomUUID().toString();
        grants.put(token, new Grant(granted, Instant.now().plus(lifetime)));
        return Optional.of("{\"token\":\"%s\",\"expires_in\":%d}".formatted(token, lifetime.toSeconds()));
    }

    void expireTokens() {
        grants.clear();
    }

    /** Reading needs pull, anything else push as well, and a mount also pull from where the blob lies. */
    private static List<String> neededScopes(HttpServerRequest request) {
        List<String> scopes = new ArrayList<>();
        Matcher repository = REPOSITORY.matcher(request.uri());
        if (repository.matches()) {
            boolean reads = Set.of("GET", "HEAD").contains(request.method().name());
            scopes.add("repository:" + repository.group(1) + (reads ? ":pull" : ":pull,push"));
            query(request).getOrDefault("from", List.of()).forEach(from -> scopes.add("repository:" + from + ":pull"));
        }
        return scopes;
    }

    /** {@code repository:erlang:pull,push} as {@code repository:erlang:pull} and {@code repository:erlang:push}. */
    private static Set<String> permissions(List<String> scopes) {
        Set<String> permissions = new HashSet<>();
        for (String scope : String.join(" ", scopes).split(" ", -1)) {
            int actions = scope.lastIndexOf(':') + 1;
            if (actions > 0) {
                for (String action : scope.substring(actions).split(",", -1)) {
                    permissions.add(scope.substring(0, actions) + action);
                }
            }
        }
        return permissions;
    }

    private static Map<String, List<String>> query(HttpServerRequest request) {
        return new QueryStringDecoder(request.uri()).parameters();
    }
}
