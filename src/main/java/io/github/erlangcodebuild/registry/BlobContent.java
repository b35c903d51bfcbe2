package io.github.erlangcodebuild.registry;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of a blob. */
public interface BlobContent {

    /**
     * Writes all of them. Every call begins with the first one.
     *
     * @throws IOException when they cannot be read, or {@code out} does not take them
     */
    void writeTo(OutputStream out) throws IOException;
}
