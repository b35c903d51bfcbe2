package io.github.erlangcodebuild.aws.cloudformation;

/** What happens to a CloudFormation stack, told to whoever shows it. */
public interface StackLog {

    /**
     * A stack is about to be created or changed.
     *
     * @param stack its name
     * @param isNew whether it is created
     */
    void deploying(String stack, boolean isNew);

    /**
     * A resource of the stack, or the stack itself, has changed its status.
     *
     * @param resource its logical id
     * @param type its resource type: {@code AWS::S3::Bucket}
     * @param status its new status: {@code CREATE_COMPLETE}
     * @param reason why it has this status; empty where CloudFormation does not say
     */
    void event(String resource, String type, String status, String reason);

    /** There was nothing to change in a stack. */
    void unchanged(String stack);
}
