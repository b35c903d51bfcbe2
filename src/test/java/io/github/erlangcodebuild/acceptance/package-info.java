/** Tests with a real registry, a real toolchain and real containers: {@code mvn -Pacceptance verify}, on Linux. */
@NullMarked
package io.github.erlangcodebuild.acceptance;

import org.jspecify.annotations.NullMarked;
