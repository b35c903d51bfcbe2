/** What is here, what may be done, what is there, and what to do next. Nothing is changed. */
@NullMarked
package io.github.erlangcodebuild.doctor;

import org.jspecify.annotations.NullMarked;
