package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/** The CodeBuild projects that a CloudFormation stack holds. */
public final class StackProjects {

    public static final String PROJECT = "AWS::CodeBuild::Project";
    public static final String NESTED = "AWS::CloudFormation::Stack";

    private final Aws aws;

    public StackProjects(Aws aws) {
        this.aws = aws;
    }

    /**
     * Their names, those in nested stacks included.
     *
     * @throws ActionableException when the stack is not there, or may not be looked at
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
