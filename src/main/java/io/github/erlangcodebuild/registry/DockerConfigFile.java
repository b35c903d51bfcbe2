package io.github.erlangcodebuild.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** Reads a file with logins, which is as long as such a file can be, and no longer. */
record DockerConfigFile(Path path) {

    /** In bytes. */
    private static final int LONGEST = 1024 * 1024;

    /**
     * Its content, whatever it is: it may be a pipe.
     *
     * @return empty where there is none
     * @throws UnusableConfigException when it cannot be read, or is too long
     */
    Optional<byte[]> read() throws UnusableConfigException {
        return content();
    }

    /**
     * Its content, if it is a file or a link to one: from a pipe, a read might never return.
     *
     * @return empty where there is none
     * @throws UnusableConfigException when it is something else, cannot be read, or is too long
     */
    Optional<byte[]> readRegular() throws UnusableConfigException {
        if (Files.exists(path) && !Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw new UnusableConfigException("it is not a regular file");
        }
        return content();
    }

    /**
     * Its content, if it and the two directories above it belong to this user. It is for a file whose third directory is one where
     * others may put things, such as {@code /tmp}. The check goes from the top, and does not follow links: what belongs to this
     * user cannot be exchanged by others after the check.
     *
     * @return empty where there is none
     * @throws UnusableConfigException when it is not this user's, is not a file, cannot be read, or is too long
     */
    Optional<byte[]> readOurs() throws UnusableConfigException {
        try {
            UserPrincipal user = Files.getOwner(Path.of("/proc/self"));
            Path directory = path.resolveSibling("");
            Path top = directory.resolveSibling("");
            for (Path each : new Path[] {top, directory, path}) {
                Optional<String> objection = objection(each, user);
                if (objection.isPresent()) {
                    return refuseWhereItExists(objection.get());
                }
            }
            return content(LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return refuseWhereItExists("its owner is not known (" + e.getMessage() + ")");
        }
    }

    private Optional<String> objection(Path checked, UserPrincipal user) throws IOException {
        PosixFileAttributes is = Files.readAttributes(checked, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean isDirectory = !checked.equals(path);
        String it = isDirectory ? checked.toString() : "it";
        if (!is.owner().equals(user)) {
            return Optional.of(it + " belongs to another user");
        }
        if (is.isSymbolicLink()) {
            return Optional.of(it + " is a symbolic link");
        }
        if (isDirectory) {
            return is.isDirectory() ? Optional.empty() : Optional.of(it + " is not a directory");
        }
        return is.isRegularFile() ? Optional.empty() : Optional.of("it is not a regular file");
    }

    /** Where no file is to be seen, nobody expects that it is used. */
    private Optional<byte[]> refuseWhereItExists(String reason) throws UnusableConfigException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnusableConfigException(reason);
        }
        return Optional.empty();
    }

    private Optional<byte[]> content(OpenOption... options) throws UnusableConfigException {
        byte[] content;
        try (InputStream in = Files.newInputStream(path, options)) {
            content = in.readNBytes(LONGEST + 1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (!Files.exists(path)) { // or this user may not look into the directory: then no login of theirs is there
                return Optional.empty();
            }
            if (Files.isDirectory(path)) {
                throw new UnusableConfigException("it is a directory");
            }
            throw new UnusableConfigException(
                    e instanceof AccessDeniedException
                            ? "this user may not read it"
                            : "it cannot be read (" + e.getMessage() + ")");
        }
        if (content.length > LONGEST) {
            throw new UnusableConfigException("it is larger than 1 MiB");
        }
        return Optional.of(content);
    }
}
