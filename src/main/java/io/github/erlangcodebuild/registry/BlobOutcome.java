package io.github.erlangcodebuild.registry;

/** How a blob came to be in the target repository. */
public enum BlobOutcome {
    /** It was there before. */
    PRESENT,
    /** The registry took it over from another of its repositories; no byte moved. */
    MOUNTED,
    /** Its bytes were sent. */
    SENT
}
