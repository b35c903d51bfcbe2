package io.github.erlangcodebuild.bundle.layer;

import java.util.Set;
import java.util.regex.Pattern;

/** What one entry of a layer may be called and be, looked at alone. */
final class EntryRules {

    static final String ERLANG = "usr/local/erlang";
    static final String REBAR3 = "usr/local/bin/rebar3";
    static final String PROFILE = "etc/profile.d/erlang.sh";

    private static final Set<String> PARENTS = Set.of("usr", "usr/local", "usr/local/bin", "etc", "etc/profile.d");
    private static final int PARENT_MODE = 0755;

    /** Linux, {@code NAME_MAX}: the bytes between two slashes. */
    private static final int MAX_SEGMENT_BYTES = 255;
    /**
     * Of a path or a link's target. XFS takes no longer target of a symlink; a path may have 4,096 bytes with the directory
     * that a runtime puts before it.
     */
    private static final int MAX_PATH_BYTES = 1023;

    private static final int PERMISSIONS = 0777;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Refusals refusals;

    EntryRules(Refusals refusals) {
        this.refusals = refusals;
    }

    /** Refuses what breaks a rule; the path, without a directory's trailing slash, of what does not. */
    String check(LayerEntry entry) {
        String path = path(entry);
        requirePlace(path, entry);
        requireTarget(entry);
        requireMode(path, entry);
        if (!entry.isRegular() && entry.size() != 0) {
            throw refusals.entry(entry.name(), "is not a regular file and yet has content");
        }
        return path;
    }

    private String path(LayerEntry entry) {
        String name = entry.name();
        boolean directory = entry.type() == LayerEntry.DIRECTORY;
        String path = directory && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        requireText(path, "name", entry);
        if (name.isEmpty()) {
            throw refusals.entry(name, "has no name");
        }
        if (name.startsWith("/")) {
            throw refusals.entry(name, "is absolute; names are relative to / without a leading slash");
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw refusals.entry(name, "has an empty, '.' or '..' segment");
            }
            if (segment.startsWith(".wh.")) {
                throw refusals.entry(name, "is a whiteout (.wh.), which would delete files of the base image");
            }
            if (Utf8.length(segment) > MAX_SEGMENT_BYTES) {
                throw refusals.entry(
                        name,
                        "has a segment of " + Utf8.length(segment) + " bytes; at most " + MAX_SEGMENT_BYTES
                                + " are allowed");
            }
        }
        return path;
    }

    private void requireTarget(LayerEntry entry) {
        boolean link = entry.type() == LayerEntry.SYMLINK || entry.type() == LayerEntry.HARD_LINK;
        if (link == entry.linkName().isEmpty()) {
            throw refusals.entry(entry.name(), link ? "is a link to nothing" : "is no link and yet has a target");
        }
        requireText(entry.linkName(), "target", entry);
    }

    private void requireText(String text, String what, LayerEntry entry) {
        if (Utf8.length(text) > MAX_PATH_BYTES) {
            throw refusals.entry(
                    entry.name(),
                    "has a " + what + " of " + Utf8.length(text) + " bytes; at most " + MAX_PATH_BYTES
                            + " are allowed, so that Linux can unpack it anywhere");
        }
        if (CONTROL.matcher(text).find()) {
            throw refusals.entry(entry.name(), "has a " + what + " that holds NUL or another control character");
        }
    }

    /** Some runtimes take bits above the permissions for the type of the file. */
    private void requireMode(String path, LayerEntry entry) {
        if ((entry.mode() & ~PERMISSIONS) != 0) {
            throw refusals.entry(
                    entry.name(),
                    "has the mode " + octal(entry.mode())
                            + "; permissions alone are allowed (0777), no setuid, setgid or sticky bit");
        }
        if (PARENTS.contains(path) && entry.mode() != PARENT_MODE) {
            throw refusals.entry(
                    entry.name(),
                    "has the mode " + octal(entry.mode()) + "; a directory of the base image must have "
                            + octal(PARENT_MODE));
        }
    }

    private static String octal(int mode) {
        return "0" + Integer.toOctalString(mode);
    }

    private void requirePlace(String path, LayerEntry entry) {
        boolean directory = entry.type() == LayerEntry.DIRECTORY;
        if (path.startsWith(ERLANG + "/")) {
            return;
        }
        if (PARENTS.contains(path) || path.equals(ERLANG)) {
            if (!directory) {
                throw refusals.entry(entry.name(), "must be a directory");
            }
            return;
        }
        if (!path.equals(REBAR3) && !path.equals(PROFILE)) {
            throw refusals.entry(
                    entry.name(),
                    "lies outside of what a toolchain may hold: " + String.join(", ", ERLANG + "/**", REBAR3, PROFILE)
                            + " and their parent directories");
        }
        if (directory) {
            throw refusals.entry(entry.name(), "must be a file");
        }
    }
}
