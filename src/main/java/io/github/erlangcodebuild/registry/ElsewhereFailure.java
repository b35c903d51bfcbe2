package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.Failures;
import java.io.IOException;
import java.util.Locale;

/**
 * Another host than the registry, to which the registry sent us for a blob or with one, gives no right to it. That says
 * nothing of our login at the registry, and what it asks for is not given to it. What the registry signs for such a host runs
 * out, so it may pass: the next attempt is sent there anew.
 */
final class ElsewhereFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private final String host;

    private ElsewhereFailure(String host, Exception cause) {
        super(host + " gives no right to it", cause);
        this.host = host;
    }

    /** With its port where it is not the scheme's own. */
    String host() {
        return host;
    }

    /**
     * Throws it when the failure is a 401 or 403 of another host. That of where an uploaded blob comes from is none of them.
     *
     * @param registry the registry's host, with its port where it has one
     */
    static void throwIfRefused(Exception failure, String registry) throws ElsewhereFailure {
        boolean ofTheSource = Failures.has(failure, SourceFailure.class);
        if (ofTheSource || !RegistryFailures.isRefused(failure)) {
            return;
        }
        String answered =
                ErrorAnswer.of(failure).flatMap(ErrorAnswer::answeredBy).orElse(registry);
        if (!withoutUsualPort(answered).equals(withoutUsualPort(registry))) {
            throw new ElsewhereFailure(withoutUsualPort(answered), failure);
        }
    }

    private static String withoutUsualPort(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "").replaceFirst(":(443|80)$", "");
    }
}
