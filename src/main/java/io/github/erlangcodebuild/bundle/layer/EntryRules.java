package io.github.erlangcodebuild.bundle.layer;

import java.util.Set;

/** What one entry of a layer may be called and be, looked at alone. */
final class EntryRules {

    static final String ERLANG = "usr/local/erlang";
    static final String REBAR3 = "usr/local/bin/rebar3";
    static final String PROFILE = "etc/profile.d/erlang.sh";

    private static final Set<String> PARENTS = Set.of("usr", "usr/local", "usr/local/bin", "etc", "etc/profile.d");
    /** Linux, {@code PATH_MAX}. */
    private static final int MAX_NAME_LENGTH = 4096;

    private static final int SETUID_AND_SETGID = 06000;

    private final Refusals refusals;

    EntryRules(Refusals refusals) {
        this.refusals = refusals;
    }

    /** Refuses what breaks a rule; the path, without a directory's trailing slash, of what does not. */
    String check(LayerEntry entry) {
        String path = path(entry);
        requirePlace(path, entry);
        if ((entry.mode() & SETUID_AND_SETGID) != 0) {
            throw refusals.entry(
                    entry.name(), "has the mode " + Integer.toOctalString(entry.mode()) + ": setuid or setgid");
        }
        if (!entry.isRegular() && entry.size() != 0) {
            throw refusals.entry(entry.name(), "is not a regular file and yet has content");
        }
        return path;
    }

    private String path(LayerEntry entry) {
        String name = entry.name();
        requireText(name, entry);
        if (name.isEmpty()) {
            throw refusals.entry(name, "has no name");
        }
        if (name.startsWith("/")) {
            throw refusals.entry(name, "is absolute; names are relative to / without a leading slash");
        }
        boolean directory = entry.type() == LayerEntry.DIRECTORY;
        String path = directory && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw refusals.entry(name, "has an empty, '.' or '..' segment");
            }
            if (segment.startsWith(".wh.")) {
                throw refusals.entry(name, "is a whiteout (.wh.), which would delete files of the base image");
            }
        }
        if (entry.type() == LayerEntry.SYMLINK || entry.type() == LayerEntry.HARD_LINK) {
            requireText(entry.linkName(), entry);
            if (entry.linkName().isEmpty()) {
                throw refusals.entry(name, "is a link to nothing");
            }
        }
        return path;
    }

    private void requireText(String text, LayerEntry entry) {
        if (text.length() > MAX_NAME_LENGTH) {
            throw refusals.entry(entry.name(), "has a name of more than " + MAX_NAME_LENGTH + " characters");
        }
        if (text.indexOf('\0') >= 0 || text.indexOf('\uFFFD') >= 0) {
            throw refusals.entry(entry.name(), "has a name that holds NUL or is not UTF-8");
        }
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
