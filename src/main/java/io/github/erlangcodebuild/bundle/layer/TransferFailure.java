package io.github.erlangcodebuild.bundle.layer;

import java.io.IOException;

/**
 * Carries a failure of the layer's source or destination through the decoders unharmed, so that it is not mistaken for
 * damaged content, which they report as {@link IOException} too.
 */
final class TransferFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Exception failure;

    TransferFailure(IOException failure) {
        super(failure);
        this.failure = failure;
    }

    TransferFailure(RuntimeException failure) {
        super(failure);
        this.failure = failure;
    }

    /** Throws what the source or destination threw. */
    IOException unwrap() {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return (IOException) failure;
    }
}
