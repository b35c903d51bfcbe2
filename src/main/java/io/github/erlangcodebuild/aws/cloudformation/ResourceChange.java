package io.github.erlangcodebuild.aws.cloudformation;

/**
 * What a change set would do to a resource.
 *
 * @param action {@code Add}, {@code Modify}, {@code Remove}
 * @param resource its logical id
 * @param type {@code AWS::CodeBuild::Project}
 * @param replacement whether it would be replaced by a new one: {@code True}, {@code False}, {@code Conditional}; empty for an
 *     action that replaces nothing
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html">AWS
 *     CloudFormation, ResourceChange</a>
 */
public record ResourceChange(String action, String resource, String type, String replacement) {

    static ResourceChange of(software.amazon.awssdk.services.cloudformation.model.ResourceChange change) {
        return new ResourceChange(
                change.actionAsString(),
                change.logicalResourceId(),
                change.resourceType(),
                change.replacement() == null ? "" : change.replacementAsString());
    }

    /** Whether it may change what a role is allowed to do. */
    public boolean changesRights() {
        return type.startsWith("AWS::IAM::");
    }

    /** Whether the existing resource would be deleted, or replaced by a new one. */
    public boolean destroys() {
        return action.equals("Remove") || replacement.equals("True");
    }
}
