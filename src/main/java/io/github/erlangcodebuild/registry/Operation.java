package io.github.erlangcodebuild.registry;

/** What a repository is asked for: registries have a right for each. */
public enum Operation {
    /** HEAD or GET of a manifest. */
    READ_MANIFEST,
    /** GET of a blob. */
    READ_BLOB,
    /** HEAD of a blob. */
    FIND_BLOB,
    /** POST and PUT of a blob. */
    SEND_BLOB,
    /** PUT of a manifest. */
    SET_MANIFEST
}
