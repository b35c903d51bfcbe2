/** One session at AWS: region, credentials, clients, what its failures mean, and which rights a goal needs. */
@NullMarked
package io.github.erlangcodebuild.aws;

import org.jspecify.annotations.NullMarked;
