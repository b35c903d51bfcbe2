package io.github.erlangcodebuild.acceptance;

import io.github.erlangcodebuild.testing.RegistryFixture;
import java.io.IOException;
import java.net.URI;

/** A registry that people use, as a process of its own, in plain HTTP. */
public interface RealRegistry extends AutoCloseable {

    /** {@code 127.0.0.1:PORT} */
    String host();

    /** Seeds it, and reads it back. */
    default RegistryFixture fixture() {
        return RegistryFixture.at(url());
    }

    default URI url() {
        return URI.create("http://" + host());
    }

    /** Stops it and deletes its data. */
    @Override
    void close() throws IOException;
}
