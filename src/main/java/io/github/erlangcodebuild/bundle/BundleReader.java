package io.github.erlangcodebuild.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Reads an object of a bundle, the descriptor or the layer, from one kind of place (files, HTTP, S3). */
public interface BundleReader {

    /**
     * Opens an object for one pass from its first byte. The caller closes the stream.
     *
     * @throws IOException when the place did not answer or the transfer broke off; trying again may help
     * @throws io.github.erlangcodebuild.ActionableException when it said no: no such object, no right
     */
    InputStream open(URI location) throws IOException;
}
