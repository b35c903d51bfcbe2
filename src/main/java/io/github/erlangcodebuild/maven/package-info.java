/** The goals: parameters, settings.xml, {@code image.json}. They translate, and have no story of their own. */
@NullMarked
package io.github.erlangcodebuild.maven;

import org.jspecify.annotations.NullMarked;
