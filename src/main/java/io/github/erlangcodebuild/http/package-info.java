/** The HTTP client of registries and bundles: pooled connections, proxies, timeouts, retries, and why a request failed. */
@NullMarked
package io.github.erlangcodebuild.http;

import org.jspecify.annotations.NullMarked;
