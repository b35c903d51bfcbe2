/** One way to speak HTTP for registries and bundles: proxies, time limits, pooled connections, what is worth another try. */
@NullMarked
package io.github.erlangcodebuild.http;

import org.jspecify.annotations.NullMarked;
