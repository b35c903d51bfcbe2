package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Looks at stacks, and changes none. */
public final class Stacks {

    private final Aws aws;

    public Stacks(Aws aws) {
        this.aws = aws;
    }

    /**
     * The stack of that name as it is now ({@code DescribeStacks}).
     *
     * @return empty when there is none
     * @throws ActionableException when this identity may not look
     */
    public Optional<Stack> find(String name) {
        StackClient client = new StackClient(aws, name);
        try {
            return client.describe();
        } catch (SdkException e) {
            throw client.explain("look at the stack", "cloudformation:DescribeStacks", e);
        }
    }
}
