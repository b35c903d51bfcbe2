package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/**
 * The CodeBuild projects that a CloudFormation stack holds.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html">AWS
 *     CloudFormation, ListStackResources</a>
 */
public final class StackProjects {

    /** The resource type of a project. */
    public static final String PROJECT = "AWS::CodeBuild::Project";
    /** The resource type of a nested stack. */
    public static final String NESTED = "AWS::CloudFormation::Stack";

    private final Aws aws;

    public StackProjects(Aws aws) {
        this.aws = aws;
    }

    /**
     * The names of a stack's projects, those in nested stacks included.
     *
     * @param stack the name or the ARN of the stack
     * @throws ActionableException when there is no such stack, or this identity may not look
     */
    public List<String> of(String stack) {
        List<String> found = new ArrayList<>();
        try {
            for (StackResourceSummary resource : aws.cloudFormation()
                    .listStackResourcesPaginator(request -> request.stackName(stack))
                    .stackResourceSummaries()) {
                Optional<String> id = Optional.ofNullable(resource.physicalResourceId());
                if (PROJECT.equals(resource.resourceType())) {
                    id.ifPresent(found::add);
                } else if (NESTED.equals(resource.resourceType())) {
                    id.map(this::of).ifPresent(found::addAll);
                }
            }
        } catch (SdkException e) {
            String arn = stack.startsWith("arn:") // a nested one
                    ? stack
                    : aws.arn("cloudformation", "stack/" + stack + "/*");
            throw aws.failures()
                    .explain("list the resources of the stack " + stack, "cloudformation:ListStackResources", arn, e);
        }
        return found;
    }
}
