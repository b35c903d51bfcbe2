package io.github.erlangcodebuild.aws.cloudformation;

import java.util.List;

/**
 * A change set that waits to be executed.
 *
 * @param id its ARN
 * @param createsStack whether it creates the stack, instead of changing it
 * @param resources what it would do to which resource
 */
public record ChangeSet(String id, boolean createsStack, List<ResourceChange> resources) {

    public ChangeSet {
        resources = List.copyOf(resources);
    }
}
