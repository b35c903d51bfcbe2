package io.github.erlangcodebuild.registry;

import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.registry.RegistryClient;
import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.io.IOException;
import java.util.Optional;

/**
 * Logged in to a registry, and logged in again when the registry takes its word back: a token of Amazon ECR lasts twelve
 * hours, and may have been eleven hours old when a long push began.
 */
final class Login {

    private final String registry;
    private final RegistryCredentials credentials;
    private final Connector connector;
    private volatile Session session;

    /** Logs in with a credential, or without. */
    interface Connector {
        RegistryClient connect(Optional<Credential> credential) throws IOException, RegistryException;
    }

    /** Something to ask of the registry. */
    interface Request<T> {
        T send(RegistryClient client) throws IOException, RegistryException;
    }

    private record Session(RegistryClient client, Optional<Credential> credential) {}

    private Login(String registry, RegistryCredentials credentials, Connector connector, Session session) {
        this.registry = registry;
        this.credentials = credentials;
        this.connector = connector;
        this.session = session;
    }

    /** Logs in with what the credentials have for this registry. */
    static Login of(String registry, RegistryCredentials credentials, Connector connector)
            throws IOException, RegistryException {
        Optional<Credential> credential = credentials.find(registry);
        return new Login(registry, credentials, connector, new Session(connector.connect(credential), credential));
    }

    /** As {@link #of}, or anonymously when the credential is refused: a stale login keeps nobody from a public image. */
    static Login orAnonymous(String registry, RegistryCredentials credentials, Connector connector)
            throws IOException, RegistryException {
        try {
            return of(registry, credentials, connector);
        } catch (RegistryException e) {
            if (!RegistryFailures.isRefused(e)) {
                throw e;
            }
            Session anonymous = new Session(connector.connect(Optional.empty()), Optional.empty());
            return new Login(registry, credentials, connector, anonymous);
        }
    }

    /** Asks; when the login has run out, logs in anew, if there is a fresh credential to be had, and asks once more. */
    <T> T call(Request<T> request) throws IOException, RegistryException {
        Session current = session;
        try {
            return request.send(current.client());
        } catch (IOException | RegistryException e) {
            if (!RegistryFailures.isStaleLogin(e) || !renew(current)) {
                throw e;
            }
            return request.send(session.client());
        }
    }

    /** Whether there is another session than the stale one now. Of many threads that ask, one logs in. */
    private synchronized boolean renew(Session stale) throws IOException, RegistryException {
        if (!session.equals(stale)) {
            return true;
        }
        Optional<Credential> fresh = stale.credential().flatMap(refused -> credentials.renew(registry, refused));
        if (fresh.isEmpty()) {
            return false;
        }
        session = new Session(connector.connect(fresh), fresh);
        return true;
    }
}
