package io.github.erlangcodebuild.aws.cloudformation;

/**
 * What a change set would do to a resource.
 *
 * @param action {@code Add}, {@code Modify}, {@code Remove}
 * @param resource its logical id
 * @param type {@code AWS::CodeBuild::Project}
 * @param replacement whether it would be made anew: {@code True}, {@code False}, {@code Conditional}; empty where that is no
 *     question
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

    /** Whether the resource of today would be gone afterwards. */
    public boolean destroys() {
        return action.equals("Remove") || replacement.equals("True");
    }
}
