package io.github.erlangcodebuild.doctor;

import java.util.Optional;

/**
 * What to do next.
 *
 * @param reason why that, a full sentence
 * @param command what to type; empty where there is nothing to type
 */
public record NextStep(String reason, Optional<String> command) {}
