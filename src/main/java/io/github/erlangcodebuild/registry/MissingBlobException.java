package io.github.erlangcodebuild.registry;

import java.io.IOException;
import java.util.Set;

/**
 * A manifest was refused because the repository does not have one of its blobs. Sending the manifest again cannot help, sending
 * the blob can.
 */
final class MissingBlobException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * The first is the distribution specification's. Amazon ECR has the second, which of an upload means another thing, and some
     * registries the third.
     */
    private static final Set<String> CODES = Set.of("MANIFEST_BLOB_UNKNOWN", "BLOB_UPLOAD_UNKNOWN", "BLOB_UNKNOWN");

    private MissingBlobException(Exception refusal) {
        super("a blob of the manifest is missing", refusal);
    }

    /** Throws one when this is what a registry said to a manifest. */
    static void throwIfSaid(Exception refusal) throws MissingBlobException {
        if (ErrorResponse.of(refusal).filter(response -> response.says(CODES)).isPresent()) {
            throw new MissingBlobException(refusal);
        }
    }
}
