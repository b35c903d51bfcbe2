package io.github.erlangcodebuild.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place where docker or podman keeps logins.
 *
 * @param name for messages
 * @param value a path; the configuration itself where the kind is {@code VARIABLE}
 */
record DockerConfigPlace(Kind kind, String name, String value) {

    enum Kind {
        /** An environment variable with the configuration in it. */
        VARIABLE,
        /** A file that an environment variable names, and that podman then wants to be there. */
        NAMED_FILE,
        /** A file that need not be there. */
        FILE,
        /** A file that is seldom there, in a directory where others might have put it. */
        RARE_FILE,
        /** A {@code .dockercfg}, which docker wrote until 2015. */
        LEGACY_FILE
    }

    static DockerConfigPlace file(Kind kind, Path path) {
        return new DockerConfigPlace(kind, path.toString(), path.toString());
    }

    boolean isLegacy() {
        return kind == Kind.LEGACY_FILE;
    }

    /** Whether a user expects to be told that it was looked at, though nothing is there. */
    boolean isExpected() {
        return kind == Kind.VARIABLE || kind == Kind.NAMED_FILE || kind == Kind.FILE;
    }

    /** Whether there is anything. */
    boolean exists() {
        try {
            return kind == Kind.VARIABLE || Files.exists(Path.of(value));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * The configuration; empty where there is none.
     *
     * @throws UnusableConfigException when it cannot be read
     */
    Optional<byte[]> read() throws UnusableConfigException {
        if (kind == Kind.VARIABLE) {
            return Optional.of(value.getBytes(StandardCharsets.UTF_8));
        }
        try {
            Path file = Path.of(value);
            Optional<byte[]> content = content(file);
            if (content.isEmpty() && kind == Kind.NAMED_FILE) {
                throw new UnusableConfigException("there is no such file");
            }
            if (content.isPresent() && kind == Kind.RARE_FILE && !isOurs(file)) {
                throw new UnusableConfigException("it belongs to another user");
            }
            return content;
        } catch (InvalidPathException e) {
            throw new UnusableConfigException("it is not a path");
        }
    }

    private static Optional<byte[]> content(Path file) throws UnusableConfigException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (!Files.exists(file)) { // or this user may not look into the directory: then no login of theirs is there
                return Optional.empty();
            }
            if (Files.isDirectory(file)) {
                throw new UnusableConfigException("it is a directory");
            }
            throw new UnusableConfigException(
                    e instanceof AccessDeniedException
                            ? "this user may not read it"
                            : "it cannot be read (" + e.getMessage() + ")");
        }
    }

    private static boolean isOurs(Path file) throws UnusableConfigException {
        try {
            return Files.getOwner(file).equals(Files.getOwner(Path.of("/proc/self")));
        } catch (IOException e) {
            throw new UnusableConfigException("its owner is not known (" + e.getMessage() + ")");
        }
    }
}
