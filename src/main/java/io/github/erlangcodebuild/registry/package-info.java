/** The distribution protocol: repositories, their blobs and manifests, and logging in to registries. It knows no push. */
@NullMarked
package io.github.erlangcodebuild.registry;

import org.jspecify.annotations.NullMarked;
