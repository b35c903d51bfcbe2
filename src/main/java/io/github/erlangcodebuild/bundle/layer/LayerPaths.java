package io.github.erlangcodebuild.bundle.layer;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths of a layer, as its entries go by: what each is, so that none is written twice or through another.
 *
 * <p>It is all that grows with a layer, so it is bounded: {@value #MAX_PATHS} paths and {@value #MAX_CHARACTERS}
 * characters in them. A real OTP has about 3,000 paths of 60 characters.
 */
final class LayerPaths {

    static final int MAX_PATHS = 100_000;
    static final int MAX_CHARACTERS = 8 << 20;
    /** As Linux has it. */
    private static final int MAX_SYMLINKS = 40;

    private enum Kind {
        DIRECTORY,
        /** No entry of its own so far, but others lie below it. */
        IMPLIED_DIRECTORY,
        FILE,
        SYMLINK
    }

    private final Refusals refusals;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, Integer> fileModes = new HashMap<>();
    private final Map<String, String> symlinks = new HashMap<>();
    private long characters;

    LayerPaths(Refusals refusals) {
        this.refusals = refusals;
    }

    /** @param path the entry's, checked by {@link EntryRules} */
    void add(String path, LayerEntry entry) {
        requireDirectoriesAbove(path, entry);
        Kind kind = kind(entry);
        Kind there = kinds.get(path);
        if (there == Kind.IMPLIED_DIRECTORY && kind != Kind.DIRECTORY) {
            throw refusals.entry(entry.name(), "is no directory, but other entries lie below it");
        }
        if (there != null && there != Kind.IMPLIED_DIRECTORY) {
            throw refusals.entry(entry.name(), "is there twice");
        }
        remember(path, kind);
        if (kind == Kind.FILE) {
            fileModes.put(path, entry.mode());
        } else if (kind == Kind.SYMLINK) {
            count(entry.linkName());
            symlinks.put(path, entry.linkName());
        }
    }

    /** Whether a path is an executable regular file of the layer, or leads to one by links within the layer. */
    boolean isExecutable(String path) {
        return (fileModes.getOrDefault(resolve(path), 0) & 0111) != 0;
    }

    private void requireDirectoriesAbove(String path, LayerEntry entry) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            Kind kind = kinds.get(parent);
            if (kind == null) {
                remember(parent, Kind.IMPLIED_DIRECTORY);
            } else if (kind != Kind.DIRECTORY && kind != Kind.IMPLIED_DIRECTORY) {
                throw refusals.entry(
                        entry.name(),
                        "goes through " + Refusals.shown(parent) + ", a " + (kind == Kind.SYMLINK ? "symlink" : "file")
                                + " of the same layer");
            }
        }
    }

    private Kind kind(LayerEntry entry) {
        return switch (entry.type()) {
            case LayerEntry.DIRECTORY -> Kind.DIRECTORY;
            case LayerEntry.SYMLINK -> Kind.SYMLINK;
            case LayerEntry.HARD_LINK -> {
                requireSameFile(entry);
                yield Kind.FILE;
            }
            default -> Kind.FILE;
        };
    }

    /** Both names are of one file: container runtimes give it the mode of the last one, and GNU tar that of the first. */
    private void requireSameFile(LayerEntry link) {
        Integer mode = fileModes.get(link.linkName());
        if (mode == null) {
            throw refusals.entry(
                    link.name(),
                    "is a hard link to " + Refusals.shown(link.linkName())
                            + ", which is no regular file before it in the layer");
        }
        if (mode != link.mode()) {
            throw refusals.entry(
                    link.name(),
                    "is a hard link of mode 0" + Integer.toOctalString(link.mode()) + " to "
                            + Refusals.shown(link.linkName()) + " of mode 0" + Integer.toOctalString(mode)
                            + "; a file has one mode");
        }
    }

    private void remember(String path, Kind kind) {
        if (kinds.put(path, kind) == null) {
            count(path);
        }
        if (kinds.size() > MAX_PATHS) {
            throw refusals.layer("has more than " + MAX_PATHS + " entries");
        }
    }

    private void count(String text) {
        characters += text.length();
        if (characters > MAX_CHARACTERS) {
            throw refusals.layer("has more than " + MAX_CHARACTERS + " characters in the names of its entries");
        }
    }

    /** Follows symlinks as Linux does (path_resolution(7)); empty where they go round in circles. */
    private String resolve(String path) {
        Deque<String> ahead = new ArrayDeque<>(segments(path));
        Deque<String> done = new ArrayDeque<>();
        int followed = 0;
        while (!ahead.isEmpty()) {
            String segment = ahead.pop();
            if (segment.equals("..")) {
                done.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                done.addLast(segment);
                String target = symlinks.get(String.join("/", done));
                if (target != null) {
                    if (++followed > MAX_SYMLINKS) {
                        return "";
                    }
                    done.removeLast();
                    if (target.startsWith("/")) {
                        done.clear();
                    }
                    List<String> segments = segments(target);
                    for (int i = segments.size() - 1; i >= 0; i--) {
                        ahead.push(segments.get(i));
                    }
                }
            }
        }
        return String.join("/", done);
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.split("/", -1));
    }
}
