package io.github.erlangcodebuild.registry;

import java.io.IOException;

/**
 * A host that the registry sends its clients to, for a blob or with one, responded with 401 or 403. That says nothing of our
 * login at the registry, and the host gets none of our credentials. What the registry signs for such a host runs out, so the refusal may
 * be temporary: the next attempt is sent there with a new signature.
 */
final class OtherHostRefusal extends IOException {

    private static final long serialVersionUID = 1L;

    private final String host;

    /** @param host with its port, where that is not the scheme's own */
    OtherHostRefusal(String host, Exception cause) {
        super(host + " gives no right to it", cause);
        this.host = host;
    }

    /** With its port, where that is not the scheme's own. */
    String host() {
        return host;
    }
}
