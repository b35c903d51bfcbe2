package io.github.erlangcodebuild.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files that a reader never sees half of. */
final class AtomicFile {

    private AtomicFile() {}

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
