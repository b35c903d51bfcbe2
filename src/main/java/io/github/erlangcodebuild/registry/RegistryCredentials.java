package io.github.erlangcodebuild.registry;

import java.util.Optional;

/** A source of credentials for registries. */
public interface RegistryCredentials {

    /**
     * The credential for a registry; empty where this source has none.
     *
     * @param registry its host, with the port where there is one
     */
    Optional<Credential> find(String registry);

    /**
     * A new credential for one that the registry refuses; empty where this source has no other.
     *
     * @param registry as for {@link #find}
     * @param refused the refused one, of this source or of another
     */
    default Optional<Credential> renew(String registry, Credential refused) {
        return Optional.empty();
    }

    /** This source first, then another. */
    default RegistryCredentials or(RegistryCredentials other) {
        RegistryCredentials first = this;
        return new RegistryCredentials() {
            @Override
            public Optional<Credential> find(String registry) {
                return first.find(registry).or(() -> other.find(registry));
            }

            @Override
            public Optional<Credential> renew(String registry, Credential refused) {
                return first.renew(registry, refused).or(() -> other.renew(registry, refused));
            }
        };
    }

    /** A source without credentials. */
    static RegistryCredentials none() {
        return registry -> Optional.empty();
    }

    /**
     * A name and its password or token.
     *
     * @param username never shown in a log, as the password is not
     * @param password the password or token
     * @param source where it was found, for messages: {@code settings.xml}
     * @param isBasic whether the registry is known to take it by basic authentication, and need not be asked
     */
    record Credential(String username, String password, String source, boolean isBasic) {

        /** A credential for a registry that says itself how it wants it. */
        public Credential(String username, String password, String source) {
            this(username, password, source, false);
        }

        /** Shows the source alone. */
        @Override
        public String toString() {
            return "credential of " + source;
        }
    }
}
