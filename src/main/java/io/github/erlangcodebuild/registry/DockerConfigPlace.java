package io.github.erlangcodebuild.registry;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
        /** A file in a directory that an environment variable names for it, and that need not be there. */
        FILE_IN_NAMED_DIRECTORY,
        /** A file that need not be there. */
        FILE,
        /** A file that is seldom there, two directories below one where others might have put them. */
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
        return kind != Kind.RARE_FILE && kind != Kind.LEGACY_FILE;
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
            DockerConfigFile file = new DockerConfigFile(Path.of(value));
            return switch (kind) {
                case NAMED_FILE ->
                    Optional.of(file.read().orElseThrow(() -> new UnusableConfigException("there is no such file")));
                case FILE_IN_NAMED_DIRECTORY -> file.read();
                case RARE_FILE -> file.readOurs();
                default -> file.readRegular();
            };
        } catch (InvalidPathException e) {
            throw new UnusableConfigException("it is not a path");
        }
    }
}
