/** What builds on CodeBuild took, by image: figures, costs, and the report as text, JSON and HTML. No I/O. */
@NullMarked
package io.github.erlangcodebuild.proof;

import org.jspecify.annotations.NullMarked;
