package io.github.erlangcodebuild.registry;

import java.io.IOException;
import java.util.Set;

/**
 * A registry refused a manifest for what it is: mostly because it takes the other format alone, as zot takes OCI's unless it is
 * told to take Docker's, too.
 */
final class RefusedFormatException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final Set<String> CODES = Set.of("MANIFEST_INVALID");

    private final String mediaType;

    private RefusedFormatException(String mediaType, Exception refusal) {
        super("manifests of the type " + mediaType + " are not taken", refusal);
        this.mediaType = mediaType;
    }

    /** Throws one when this is what a registry said to a manifest of this media type. */
    static void throwIfSaid(Exception refusal, String mediaType) throws RefusedFormatException {
        if (ErrorResponse.of(refusal)
                .filter(response -> response.status() == UNSUPPORTED_MEDIA_TYPE
                        || (response.status() == 400 && response.says(CODES)))
                .isPresent()) {
            throw new RefusedFormatException(mediaType, refusal);
        }
    }

    /** The manifest's. */
    String mediaType() {
        return mediaType;
    }
}
