package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.http.Retry;

/**
 * How registries are asked.
 *
 * @param userAgent the {@code User-Agent} of every request
 * @param insecure where plain HTTP and unverified TLS will do, if a host does not speak verified TLS
 * @param denials knows more of what some of them deny
 * @param backoff how long to wait before a failed request is sent again
 */
public record RegistrySettings(String userAgent, InsecureHosts insecure, Denials denials, Retry.Backoff backoff) {

    /** With {@link Retry.Backoff#DEFAULT}. */
    public RegistrySettings(String userAgent, InsecureHosts insecure, Denials denials) {
        this(userAgent, insecure, denials, Retry.Backoff.DEFAULT);
    }
}
