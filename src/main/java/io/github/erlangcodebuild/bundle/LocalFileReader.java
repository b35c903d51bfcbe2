package io.github.erlangcodebuild.bundle;

import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads {@code file:} addresses. */
public final class LocalFileReader implements BundleReader {

    /** @throws ActionableException when there is no such file, it is a directory, or it may not be read */
    @Override
    public InputStream open(URI location) throws IOException {
        Path file = Path.of(location);
        if (Files.isDirectory(file)) {
            throw new ActionableException(
                    file + " is a directory.", "Set toolchain to the bundle's .json or .tar.gz file.");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new ActionableException(
                    "There is no file " + file + ".",
                    "Check the toolchain parameter; the bundle's .json and .tar.gz lie side by side.",
                    e);
        } catch (AccessDeniedException e) {
            throw new ActionableException(
                    "The file " + file + " may not be read.", "Give this user the right to read it.", e);
        }
    }
}
