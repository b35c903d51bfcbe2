/** The goals, and what they need of Maven: parameters, settings, console. */
@NullMarked
package io.github.erlangcodebuild.maven;

import org.jspecify.annotations.NullMarked;
