/** What the goals print: how a push, a bootstrap and a rollout go on, and how they ended. It knows no Maven. */
@NullMarked
package io.github.erlangcodebuild.console;

import org.jspecify.annotations.NullMarked;
