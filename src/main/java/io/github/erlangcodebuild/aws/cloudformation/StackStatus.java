package io.github.erlangcodebuild.aws.cloudformation;

import java.util.Set;

/**
 * The status of a stack, and what it allows. A status that CloudFormation may invent later is one like others.
 *
 * @param name as {@code DescribeStacks} names it: {@code UPDATE_COMPLETE}
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html">AWS CloudFormation,
 *     stack status codes</a>
 */
public record StackStatus(String name) {

    private static final Set<String> SUCCEEDED = Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE");

    /** States in which nothing is left to do with a stack but to delete it. */
    private static final Set<String> NEVER_CREATED = Set.of("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED");

    /** Whether there is no more of the stack than a change set that could create it. */
    boolean isInReview() {
        return name.equals("REVIEW_IN_PROGRESS");
    }

    /** Whether CloudFormation works on the stack. */
    public boolean isInProgress() {
        return name.endsWith("_IN_PROGRESS");
    }

    /** Whether an earlier failure left the stack where it cannot be changed. */
    public boolean isStuck() {
        return name.equals("ROLLBACK_COMPLETE") || name.endsWith("_FAILED");
    }

    /** Whether the creation of the stack failed, so that it can only be deleted. */
    boolean wasNeverCreated() {
        return NEVER_CREATED.contains(name);
    }

    /** Whether the stack was created or changed as asked for. */
    boolean isSuccess() {
        return SUCCEEDED.contains(name);
    }

    /** Whether a change failed, and the stack is as it was before it. */
    boolean isRolledBack() {
        return name.equals("UPDATE_ROLLBACK_COMPLETE");
    }
}
