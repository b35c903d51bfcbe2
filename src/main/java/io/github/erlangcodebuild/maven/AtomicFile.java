package io.github.erlangcodebuild.maven;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Files that a reader never sees half of. */
final class AtomicFile {

    private AtomicFile() {}

    /**
     * What would keep {@link #write} from writing this file, found out before there is anything to write. Leaves nothing behind.
     *
     * @return in a few words; empty when it can be written
     */
    static Optional<String> obstacle(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            return Optional.of("it is a directory");
        }
        Path there = Stream.iterate(absolute.getParent(), Objects::nonNull, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElse(absolute);
        if (!Files.isDirectory(there)) {
            return Optional.of(there + " is no directory");
        }
        try {
            Files.delete(Files.createTempFile(there, "erlang-codebuild", ".part"));
            return Optional.empty();
        } catch (AccessDeniedException e) {
            return Optional.of("there is no permission to write in " + there);
        } catch (IOException e) {
            return Optional.of("nothing can be written in " + there + " (" + e.getMessage() + ")");
        }
    }

    /** Puts a file in the place of the one that is there, if any. Makes its directory where there is none. */
    static void write(byte[] content, Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        // beside it, and with the rights that a new file has here, not those of a temporary one: a team is to read it
        Path whole = absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.write(whole, content);
            Files.move(whole, absolute, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
