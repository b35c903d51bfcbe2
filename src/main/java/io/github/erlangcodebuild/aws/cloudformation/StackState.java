package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.SdkErrors;
import software.amazon.awssdk.core.exception.SdkException;

/** What a stack has come to, in words, for a message that must not fail. */
public final class StackState {

    private StackState() {}

    /**
     * Asks CloudFormation ({@code DescribeStacks}).
     *
     * @param stack its name
     * @return words to be read on from "the stack is": its status and why, {@code gone}, or that it cannot be looked at
     */
    public static String of(Aws aws, String stack) {
        try {
            return new StackClient(aws, stack)
                    .describe()
                    .map(now -> now.status().name()
                            + now.statusReason().map(why -> " (" + why + ")").orElse(""))
                    .orElse("gone");
        } catch (SdkException e) {
            return "in a state that cannot be looked at (" + SdkErrors.root(e) + ")";
        }
    }
}
