package io.github.erlangcodebuild.push;

/** Which tags of a repository may be moved from one image to another. */
public interface TagPolicy {

    boolean mayMove(String tag);

    /** All of them. */
    static TagPolicy mutable() {
        return tag -> true;
    }
}
