package io.github.erlangcodebuild.aws.cloudformation;

/** What happens to a CloudFormation stack, told to whoever shows it. */
public interface StackLog {

    /** The stack is about to be made or changed. */
    void deploying(String stack, boolean isNew);

    /**
     * A resource of it changed its state.
     *
     * @param resource its logical id
     * @param type {@code AWS::S3::Bucket}
     * @param status {@code CREATE_COMPLETE}
     * @param reason why, or empty
     */
    void event(String resource, String type, String status, String reason);

    /** There was nothing to change. */
    void unchanged(String stack);
}
