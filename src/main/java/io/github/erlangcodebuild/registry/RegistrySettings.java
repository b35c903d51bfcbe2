package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.http.Retry;

/**
 * How registries are asked.
 *
 * @param userAgent the {@code User-Agent} of every request
 * @param allowInsecure whether plain HTTP and unverified TLS will do, where a registry does not speak verified TLS
 * @param backoff how long to wait before a failed request is sent again
 */
public record RegistrySettings(String userAgent, boolean allowInsecure, Retry.Backoff backoff) {

    /** With {@link Retry.Backoff#DEFAULT}. */
    public RegistrySettings(String userAgent, boolean allowInsecure) {
        this(userAgent, allowInsecure, Retry.Backoff.DEFAULT);
    }
}
