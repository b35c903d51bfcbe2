package io.github.erlangcodebuild.registry;

import java.net.URL;

/** What a repository says when it is asked for a blob. */
public sealed interface BlobStatus {

    /**
     * The repository has it.
     *
     * @param outcome {@link BlobOutcome#PRESENT} when it had it before, {@link BlobOutcome#MOUNTED} when the registry took it
     *     over because it was asked
     */
    record InRepository(BlobOutcome outcome) implements BlobStatus {}

    /**
     * The repository does not have it, and the registry has opened an upload for it.
     *
     * @param location where to send it to
     */
    record Upload(URL location) implements BlobStatus {}

    /** The repository does not have it. */
    record Missing() implements BlobStatus {}
}
