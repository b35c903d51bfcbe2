package io.github.erlangcodebuild.testing;

import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * An entry in a layer's tar.
 *
 * @param name its path, as written
 * @param type what it is
 * @param mode the permission bits, without the type's
 * @param owner its numeric user and group, {@code 0:0}
 * @param bytes the length of a file's content
 * @param linkTarget where a link points to
 */
public record LayerEntry(String name, Type type, int mode, String owner, long bytes, Optional<String> linkTarget) {

    /** The types of entries that a tar can hold. */
    public enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        HARD_LINK,
        OTHER
    }

    static LayerEntry of(TarArchiveEntry entry) {
        return new LayerEntry(
                entry.getName(),
                typeOf(entry),
                entry.getMode() & 07777,
                entry.getLongUserId() + ":" + entry.getLongGroupId(),
                entry.getSize(),
                entry.isLink() || entry.isSymbolicLink() ? Optional.of(entry.getLinkName()) : Optional.empty());
    }

    private static Type typeOf(TarArchiveEntry entry) {
        if (entry.isSymbolicLink()) {
            return Type.SYMLINK;
        }
        if (entry.isLink()) {
            return Type.HARD_LINK;
        }
        if (entry.isDirectory()) {
            return Type.DIRECTORY;
        }
        return entry.isFile() ? Type.FILE : Type.OTHER;
    }
}
