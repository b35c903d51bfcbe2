package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.proof.EndedBuild;
import java.util.Optional;

/**
 * What came of a build that was followed to its end.
 *
 * @param build as it ended
 * @param failure the phase that failed, why, and the last lines of the build's log; empty when the build succeeded
 */
public record BuildResult(EndedBuild build, Optional<ActionableException> failure) {}
