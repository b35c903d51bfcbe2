package io.github.erlangcodebuild.bundle.layer;

/**
 * A tar entry with its names exactly as they are written.
 *
 * @param name as in the header or its extension, UTF-8
 * @param type its typeflag, of those that {@link LayerTar} lets through
 * @param mode permission bits, and any others that are written there
 * @param size of the content, in bytes
 * @param linkName empty for what is not a link
 */
record LayerEntry(String name, char type, int mode, long size, String linkName) {

    static final char REGULAR = '0';
    static final char HARD_LINK = '1';
    static final char SYMLINK = '2';
    static final char DIRECTORY = '5';

    boolean isRegular() {
        return type == REGULAR;
    }
}
