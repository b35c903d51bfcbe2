package io.github.erlangcodebuild.registry;

/** Follows one blob on its way. */
public interface BlobProgress {

    /** An attempt begins, the first or another; what earlier ones sent does not count any more. */
    void started();

    /** So many more bytes went out. */
    void sent(long bytes);

    /** It is in the target repository. */
    void finished(BlobOutcome outcome);
}
