package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.MissingCredentialsException;
import io.github.erlangcodebuild.registry.RegistryCredentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/**
 * Who we are at private registries in Amazon ECR, of whatever account and region. Knows nothing of other registries, and
 * asks AWS for nothing on their account.
 */
public final class EcrCredentials implements RegistryCredentials {

    private static final String SOURCE = "ecr:GetAuthorizationToken";

    private final Aws aws;
    private final EcrLogins logins;

    /** Asks AWS for nothing yet, and then once for each region; make one for a session. */
    public EcrCredentials(Aws aws) {
        this.aws = aws;
        this.logins = new EcrLogins(aws);
    }

    /** The host of the caller's own registry, as ECR names it: {@code 123456789012.dkr.ecr.us-east-1.amazonaws.com}. */
    public String ownRegistry() {
        return logins.in(aws.region()).proxyEndpoint().replaceFirst("^https://", "");
    }

    /** Whether this is the host of a private registry in Amazon ECR. */
    public static boolean isEcr(String registry) {
        return EcrHost.parse(registry).isPresent();
    }

    @Override
    public Optional<Credential> find(String registry, String repository) {
        return EcrHost.parse(registry).map(host -> credential(logins.in(host.region())));
    }

    @Override
    public Optional<Credential> renew(String registry, String repository, Credential refused) {
        return EcrHost.parse(registry).map(host -> credential(logins.renewed(host.region(), token(refused))));
    }

    @Override
    public List<String> places(String registry) {
        return isEcr(registry) ? List.of("the AWS credentials") : List.of();
    }

    /**
     * These, and where nothing names AWS credentials, a login at the registry that another source has: in a CI, an action may have
     * done {@code docker login} with AWS credentials that it has kept to itself. A profile that does not work is no reason to go on as
     * somebody else.
     */
    @Override
    public RegistryCredentials or(RegistryCredentials logins) {
        EcrCredentials own = this;
        return new RegistryCredentials() {
            @Override
            public Optional<Credential> find(String registry, String repository) {
                try {
                    return own.find(registry, repository).or(() -> logins.find(registry, repository));
                } catch (MissingCredentialsException e) {
                    if (!e.isNothingNamed()) {
                        throw e;
                    }
                    return Optional.of(logins.find(registry, repository).orElseThrow(() -> e));
                }
            }

            @Override
            public Optional<Credential> renew(String registry, String repository, Credential refused) {
                try {
                    return own.renew(registry, repository, refused)
                            .or(() -> logins.renew(registry, repository, refused));
                } catch (MissingCredentialsException e) {
                    if (!e.isNothingNamed()) {
                        throw e;
                    }
                    return logins.renew(registry, repository, refused);
                }
            }

            @Override
            public List<String> places(String registry) {
                return Stream.concat(own.places(registry).stream(), logins.places(registry).stream())
                        .toList();
            }
        };
    }

    /** The token is {@code user:password} in Base64, to be sent as it is. */
    private static Credential credential(AuthorizationData authorization) {
        String token =
                new String(Base64.getDecoder().decode(authorization.authorizationToken()), StandardCharsets.UTF_8);
        int colon = token.indexOf(':');
        return new Credential(token.substring(0, colon), token.substring(colon + 1), "the token of " + SOURCE, true);
    }

    private static String token(Credential credential) {
        String pair = credential.username() + ":" + credential.password();
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
