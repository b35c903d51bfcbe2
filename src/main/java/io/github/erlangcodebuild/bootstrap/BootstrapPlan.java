package io.github.erlangcodebuild.bootstrap;

import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import java.util.List;
import java.util.Optional;

/**
 * What a bootstrap would do.
 *
 * @param builds what it would compile, each build as {@code OTP 27.1 for amd64 on IMAGE, to LOCATION}; when there is none,
 *     nothing else would be touched either
 * @param stack the name of the CloudFormation stack
 * @param makesStack whether that stack would be created
 * @param newBucket the bucket that a new stack would create; empty when there is one already
 * @param resources what CloudFormation would do to the stack that is there
 */
public record BootstrapPlan(
        List<String> builds,
        String stack,
        boolean makesStack,
        Optional<String> newBucket,
        List<ResourceChange> resources) {

    public BootstrapPlan {
        builds = List.copyOf(builds);
        resources = List.copyOf(resources);
    }
}
