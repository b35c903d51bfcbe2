/** What builds on CodeBuild took, by image: values, figures and how they are shown. No I/O. */
@NullMarked
package io.github.erlangcodebuild.proof;

import org.jspecify.annotations.NullMarked;
