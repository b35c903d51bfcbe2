package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.ActionableException;
import java.util.List;

/** What has to be seen to in a registry before an image can be pushed to its repository. */
public interface PushTarget {

    /**
     * Looks, and changes nothing.
     *
     * @return the repository's rule on tags, or the one that it would have
     * @throws ActionableException when {@link #prepare} could not succeed
     */
    TagPolicy look();

    /**
     * Makes the repository ready, creating it if need be. Called when everything else about the push is known to be
     * right.
     *
     * @return the repository's rule on tags
     */
    TagPolicy prepare();

    /**
     * What {@link #prepare} would make or change, for a dry run. Called after {@link #look}; changes nothing, and takes no rights
     * but those to read.
     *
     * @return a full sentence without its period for each; none where the repository is ready as it is
     */
    List<String> plan();

    /** Whether a host is another name of its registry, so that blobs can be mounted from there. */
    default boolean isAlso(String host) {
        return false;
    }

    /** What a push to it failed with after {@link #prepare}, with what is known of the repository. */
    default ActionableException explain(ActionableException failure) {
        return failure;
    }

    /** A registry that makes repositories by itself, and lets every tag move. */
    static PushTarget asItIs() {
        return new PushTarget() {
            @Override
            public TagPolicy look() {
                return TagPolicy.mutable();
            }

            @Override
            public TagPolicy prepare() {
                return TagPolicy.mutable();
            }

            @Override
            public List<String> plan() {
                return List.of();
            }
        };
    }
}
