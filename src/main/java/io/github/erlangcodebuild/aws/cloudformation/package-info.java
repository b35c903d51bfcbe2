/** AWS CloudFormation: change sets, stacks, their events and resources. */
@NullMarked
package io.github.erlangcodebuild.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
