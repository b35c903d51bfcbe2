package io.github.erlangcodebuild.doctor;

import java.util.Optional;

/**
 * A finding, with what it was made of.
 *
 * @param value empty where it could not be looked at
 */
record Checked<T>(Finding finding, Optional<T> value) {

    static <T> Checked<T> of(Finding finding, T value) {
        return new Checked<>(finding, Optional.of(value));
    }
}
