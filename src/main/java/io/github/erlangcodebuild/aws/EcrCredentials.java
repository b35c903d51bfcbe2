package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.registry.RegistryCredentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/**
 * Tokens for private registries in Amazon ECR ({@code ecr:GetAuthorizationToken}), of whatever account and region: each
 * from its own region. Knows nothing of other registries.
 *
 * <p>A token is used until the registry refuses it, and then got anew. What the answer says of its expiry is not looked
 * at: clocks differ, and a registry's refusal is the only thing that counts.
 */
public final class EcrCredentials implements RegistryCredentials {

    private static final String SOURCE = "ecr:GetAuthorizationToken";

    private final Aws aws;
    private final Map<String, Credential> tokens = new ConcurrentHashMap<>();

    public EcrCredentials(Aws aws) {
        this.aws = aws;
    }

    /** Whether this is the host of a private registry in Amazon ECR. */
    public static boolean isEcr(String registry) {
        return EcrHost.parse(registry).isPresent();
    }

    @Override
    public Optional<Credential> find(String registry) {
        return EcrHost.parse(registry).map(host -> tokens.computeIfAbsent(host.host(), any -> fetch(host)));
    }

    @Override
    public Optional<Credential> renew(String registry, Credential refused) {
        return EcrHost.parse(registry)
                .map(host ->
                        tokens.compute(host.host(), (any, current) -> refused.equals(current) ? fetch(host) : current));
    }

    private Credential fetch(EcrHost host) {
        return credential(authorization(aws, host.region()));
    }

    /** The token of the caller's own registry in a region, and the registry's host. */
    static AuthorizationData authorization(Aws aws, String region) {
        try {
            return aws.ecr(region).getAuthorizationToken().authorizationData().get(0);
        } catch (SdkException e) {
            throw aws.failures().explain("log in to Amazon ECR in " + region, "ecr:GetAuthorizationToken", "*", e);
        }
    }

    /** The token is {@code user:password} in Base64. */
    private static Credential credential(AuthorizationData authorization) {
        String token =
                new String(Base64.getDecoder().decode(authorization.authorizationToken()), StandardCharsets.UTF_8);
        int colon = token.indexOf(':');
        return new Credential(token.substring(0, colon), token.substring(colon + 1), SOURCE);
    }
}
