package io.github.erlangcodebuild.registry;

import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.registry.RegistrySession;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.Futures;
import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A login to a registry, renewed when the registry does not accept it any more: a token of Amazon ECR lasts twelve hours, and
 * may have been eleven hours old when a long push began.
 *
 * <p>Without a credential nothing is asked beforehand: a registry that wants a token even for anonymous access says so in its
 * first response. With one, the registry is asked first how it wants its users to authenticate, unless that is known.
 */
final class Login {

    private final String registry;
    private final String repository;
    private final RegistryCredentials credentials;
    private final Access access;
    private final RegistrySession anonymous;
    private final Consumer<String> debug;
    private volatile Optional<Credential> used = Optional.empty();
    private @Nullable Session session;
    private @Nullable FutureTask<Session> underWay;

    /** A request to the registry, which may be sent more than once. */
    interface Request<T> {

        /** Sends it with the login that the session has. */
        T send(RegistrySession session) throws IOException, RegistryException;
    }

    private record Session(RegistrySession requests, Optional<Credential> credential) {

        boolean isAnonymous() {
            return credential.isEmpty() && !requests.hasToken();
        }
    }

    /**
     * Not logged in yet.
     *
     * @param registry the registry's host, with its port where it has one
     * @param repository the repository that it is for: credentials may be for a part of the registry alone
     * @param debug told which credentials are used, never what they are
     */
    Login(
            String registry,
            String repository,
            RegistryCredentials credentials,
            Access access,
            RegistrySession anonymous,
            Consumer<String> debug) {
        this.registry = registry;
        this.repository = repository;
        this.credentials = credentials;
        this.access = access;
        this.anonymous = anonymous;
        this.debug = debug;
    }

    /** Whose login the requests have had up to now, also one that was refused and went on without. */
    UsedCredentials used() {
        return new UsedCredentials(used.map(Credential::source), credentials.places(registry));
    }

    /**
     * Sends a request. When the login is not accepted, logs in anew, if there is a way to, and sends it once more.
     *
     * @throws IOException as the request failed, or the login
     * @throws RegistryException as the request failed, or the login
     * @throws OtherHostRefusal when a host that the registry sent us to answered 401 or 403
     */
    <T> T call(Request<T> request) throws IOException, RegistryException {
        boolean renewed = false;
        Session current = session(Optional.empty());
        while (true) {
            try {
                return request.send(current.requests());
            } catch (IOException | RegistryException e) {
                throwIfOfAnotherHost(e);
                if (renewed || !RegistryFailures.isStaleLogin(e)) {
                    throw e;
                }
                Session next = session(Optional.of(new Refusal(current, e)));
                if (next.equals(current)) {
                    throw e;
                }
                renewed =
                        !current.isAnonymous(); // an anonymous session learned only now that the registry wants a token
                current = next;
            }
        }
    }

    /** A refusal by where an uploaded blob is read from is neither the registry's nor that of a host that it names. */
    private void throwIfOfAnotherHost(Exception failure) throws OtherHostRefusal {
        if (Failures.has(failure, SourceFailure.class) || !RegistryFailures.isRefused(failure)) {
            return;
        }
        String host = withoutUsualPort(
                ErrorResponse.of(failure).flatMap(ErrorResponse::host).orElse(registry));
        if (!host.equals(withoutUsualPort(registry))) {
            throw new OtherHostRefusal(host, failure);
        }
    }

    private static String withoutUsualPort(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":(443|80)$", "");
    }

    private record Refusal(Session session, Exception failure) {}

    /**
     * The session to go on with: another one than the refused, where there is a way to another. Of many threads that need it at
     * once, one logs in, and the others wait for its result, a failure included: they do not try one after the other.
     */
    private Session session(Optional<Refusal> refusal) throws IOException, RegistryException {
        FutureTask<Session> login;
        boolean ours = false;
        synchronized (this) {
            if (session != null && !refusal.map(Refusal::session).equals(Optional.of(session))) {
                return session;
            }
            if (underWay == null) {
                underWay = new FutureTask<>(() -> refusal.isPresent() ? renew(refusal.get()) : logIn());
                ours = true;
            }
            login = underWay;
        }
        if (ours) {
            login.run();
            end(login);
        }
        return result(login);
    }

    private synchronized void end(FutureTask<Session> login) throws IOException, RegistryException {
        underWay = null;
        session = result(login);
    }

    private static Session result(FutureTask<Session> login) throws IOException, RegistryException {
        try {
            return login.get();
        } catch (InterruptedException e) {
            throw Futures.interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RegistryException failure) {
                throw failure;
            }
            throw Futures.unchecked(e);
        }
    }

    /**
     * Logs in with the credential for this registry, if there is one. When it is refused, a pull goes on without: an old login
     * must not keep its user from a public image.
     */
    private Session logIn() throws IOException, RegistryException {
        Optional<Credential> credential = credentials.find(registry, repository);
        used = credential;
        debug.accept(credential
                .map(found -> "For " + registry + "/" + repository + ": " + found.source() + ".")
                .orElseGet(() -> "For " + registry + "/" + repository + ": " + used().noneFound()));
        Session anonymously = new Session(anonymous, Optional.empty());
        if (credential.isEmpty()) {
            return anonymously;
        }
        try {
            return with(credential.get());
        } catch (RegistryException e) {
            if (access != Access.PULL || !RegistryFailures.isRefused(e)) {
                throw e;
            }
            debug.accept(registry + " did not accept " + credential.get().source() + ": asking it without a login");
            return anonymously;
        }
    }

    /** Another session than the refused one; that one when there is no way to another. */
    private Session renew(Refusal refusal) throws IOException, RegistryException {
        Session refused = refusal.session();
        Optional<Session> renewed = withToken(refused, refusal.failure());
        if (renewed.isPresent()) {
            return renewed.get();
        }
        Optional<Credential> fresh = refused.credential().flatMap(old -> credentials.renew(registry, repository, old));
        if (fresh.isEmpty()) {
            return refused;
        }
        debug.accept(registry + " did not accept the login any more; it is made anew with "
                + fresh.get().source());
        used = fresh;
        return with(fresh.get());
    }

    /**
     * From where the response says that a token can be had: there was none yet, or ours has run out, or basic authentication, which the
     * registry did not ask for, is not what it wants.
     */
    private Optional<Session> withToken(Session refused, Exception failure) throws RegistryException {
        List<String> challenges = RegistryFailures.challenges(failure);
        if (challenges.isEmpty()) {
            return Optional.empty();
        }
        return anonymous
                .withToken(challenges, jib(refused.credential()), access == Access.PUSH)
                .map(requests -> new Session(requests, refused.credential()));
    }

    private Session with(Credential credential) throws IOException, RegistryException {
        Optional<RegistrySession> token = credential.isBasic()
                ? Optional.empty()
                : anonymous.withToken(jib(Optional.of(credential)), access == Access.PUSH);
        return new Session(token.orElseGet(() -> withoutToken(credential)), Optional.of(credential));
    }

    /** A refresh token is for a token service: as a password it would be of no use, and the registry would learn it. */
    private RegistrySession withoutToken(Credential credential) {
        return credential.isRefreshToken() ? anonymous : anonymous.withBasic(jib(credential));
    }

    private static Optional<com.google.cloud.tools.jib.api.Credential> jib(Optional<Credential> credential) {
        return credential.map(Login::jib);
    }

    private static com.google.cloud.tools.jib.api.Credential jib(Credential credential) {
        return com.google.cloud.tools.jib.api.Credential.from(credential.username(), credential.password());
    }
}
