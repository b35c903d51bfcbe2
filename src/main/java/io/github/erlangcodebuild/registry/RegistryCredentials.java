package io.github.erlangcodebuild.registry;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A source of credentials for registries. */
public interface RegistryCredentials {

    /**
     * The credential for a repository; empty where this source has none.
     *
     * @param registry the registry's host, with the port where there is one
     * @param repository its path there: {@code team-a/erlang}
     */
    Optional<Credential> find(String registry, String repository);

    /**
     * A new credential for one that the registry refuses; empty where this source has no other.
     *
     * @param registry as for {@link #find}
     * @param repository as for {@link #find}
     * @param refused the refused one, of this source or of another
     */
    default Optional<Credential> renew(String registry, String repository, Credential refused) {
        return Optional.empty();
    }

    /**
     * Where this source looks for credentials for a registry, in order, for messages: {@code settings.xml},
     * {@code /home/joe/.docker/config.json}.
     *
     * @param registry as for {@link #find}
     */
    default List<String> places(String registry) {
        return List.of();
    }

    /** This source first, then another. */
    default RegistryCredentials or(RegistryCredentials other) {
        RegistryCredentials first = this;
        return new RegistryCredentials() {
            @Override
            public Optional<Credential> find(String registry, String repository) {
                return first.find(registry, repository).or(() -> other.find(registry, repository));
            }

            @Override
            public Optional<Credential> renew(String registry, String repository, Credential refused) {
                return first.renew(registry, repository, refused).or(() -> other.renew(registry, repository, refused));
            }

            @Override
            public List<String> places(String registry) {
                return Stream.concat(first.places(registry).stream(), other.places(registry).stream())
                        .distinct()
                        .toList();
            }
        };
    }

    /** A source without credentials. */
    static RegistryCredentials none() {
        return (registry, repository) -> Optional.empty();
    }

    /**
     * A name and its password or token.
     *
     * @param username may be shown, as part of the source; {@link #TOKEN} where the password is a refresh token of OAuth 2.0
     * @param password the password or token, never shown
     * @param source which credential it is and where it was found, as the subject of a sentence: {@code the user joe of the
     *     entry registry.example.com in /home/joe/.docker/config.json}
     * @param isBasic whether the registry is known to take it by basic authentication, and need not be asked
     */
    record Credential(String username, String password, String source, boolean isBasic) {

        /**
         * The name of no user: the password is a refresh token.
         *
         * @see <a href="https://docs.docker.com/reference/cli/docker/login/#credential-helper-protocol">docker login</a>
         */
        public static final String TOKEN = "<token>";

        /** A credential for a registry that says itself how it wants it. */
        public Credential(String username, String password, String source) {
            this(username, password, source, false);
        }

        /** Whether the password is a refresh token, which gets access tokens, and is no password for the registry. */
        public boolean isRefreshToken() {
            return username.equals(TOKEN);
        }

        /** Shows the source alone. */
        @Override
        public String toString() {
            return "Credential[" + source + "]";
        }
    }
}
