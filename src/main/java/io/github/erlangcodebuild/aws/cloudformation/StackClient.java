package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.SdkErrors;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** CloudFormation as it is asked about one stack, which may not be there. */
final class StackClient {

    private final Aws aws;
    private final String name;

    StackClient(Aws aws, String name) {
        this.aws = aws;
        this.name = name;
    }

    /** The name of the stack. */
    String name() {
        return name;
    }

    CloudFormationClient api() {
        return aws.cloudFormation();
    }

    /**
     * The stack as it is now ({@code DescribeStacks}).
     *
     * @return empty when there is none
     * @throws SdkException when that cannot be told
     */
    Optional<Stack> describe() {
        try {
            return api().describeStacks(request -> request.stackName(name)).stacks().stream()
                    .findFirst()
                    .map(Stack::of);
        } catch (AwsServiceException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** CloudFormation has no code of its own for it. */
    private static boolean isMissing(AwsServiceException failure) {
        return SdkErrors.code(failure).equals("ValidationError")
                && SdkErrors.said(failure).contains("does not exist");
    }

    /** The command that deletes the stack, and no other of its name. */
    String deletion() {
        return "aws cloudformation delete-stack --stack-name " + name + " --region " + aws.region()
                + aws.profile().map(profile -> " --profile " + profile).orElse("");
    }

    /**
     * Deletes the stack if there is no more of it than a change set that was to create it.
     *
     * @throws SdkException when that cannot be told, or the stack cannot be deleted
     */
    void deleteInReview() {
        describe().filter(described -> described.status().isInReview()).ifPresent(described -> api().deleteStack(
                        request -> request.stackName(name)));
    }

    /** The failure that the stack is not there any more. */
    ActionableException gone() {
        return new ActionableException(
                "The stack " + name + " is gone.", "Somebody deleted it: run this again to make it anew.");
    }

    /**
     * What the user reads of a failure.
     *
     * @param purpose what was being done to the stack: {@code look at the stack}
     * @param action the IAM action that it takes
     */
    ActionableException explain(String purpose, String action, SdkException failure) {
        return aws.failures()
                .explain(purpose + " " + name, action, aws.arn("cloudformation", "stack/" + name + "/*"), failure);
    }
}
