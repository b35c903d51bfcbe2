package io.github.erlangcodebuild.registry;

/** Follows the transfer of one blob. Called from the thread that transfers it. */
public interface BlobProgress {

    /** An attempt to send it begins, the first or another; bytes of earlier attempts do not count any more. */
    void started();

    /** So many more bytes were sent. */
    void sent(long bytes);

    /** The target repository has it. */
    void finished(BlobOutcome outcome);
}
