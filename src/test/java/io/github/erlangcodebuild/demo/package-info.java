/** The demo of {@code mvn -Pdemo verify}. */
@NullMarked
package io.github.erlangcodebuild.demo;

import org.jspecify.annotations.NullMarked;
