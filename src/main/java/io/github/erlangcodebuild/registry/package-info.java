/** Opening a registry, moving blobs, pushing manifests; the one place that speaks to registries. */
@NullMarked
package io.github.erlangcodebuild.registry;

import org.jspecify.annotations.NullMarked;
