package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** A CloudFormation stack that is created or changed by a change set, and watched until that is done. */
public final class StackDeployment {

    private final StackClient stack;
    private final StackLog log;
    private final Polling polling;
    private final ChangeSets changeSets;

    /** @param name the name of the stack, which need not be there yet */
    public StackDeployment(Aws aws, String name, StackLog log, Polling polling) {
        this.stack = new StackClient(aws, name);
        this.log = log;
        this.polling = polling;
        this.changeSets = new ChangeSets(stack, polling);
    }

    /**
     * The stack as it is now, which can be changed.
     *
     * @return empty when it was never created
     * @throws ActionableException when it has a status that does not allow to change it, or cannot be looked at
     */
    public Optional<Stack> changeable() {
        Optional<Stack> current = find();
        requireChangeable(current);
        return current;
    }

    private void requireChangeable(Optional<Stack> current) {
        current.filter(known -> !known.status().isInReview())
                .ifPresent(known -> known.requireChangeable(stack.deletion()));
    }

    /**
     * The values of the stack's outputs, by key.
     *
     * @throws ActionableException when the stack is not there, or cannot be looked at
     */
    public Map<String, String> outputs() {
        return find().orElseThrow(stack::gone).outputs();
    }

    /**
     * Creates the stack, or changes it, and waits until that is done: {@link #plan} and {@link #execute}.
     *
     * @return whether there was anything to change
     * @throws ActionableException when it failed, with the reason of the resource that failed first
     */
    public boolean deploy(StackChange change) {
        Optional<ChangeSet> planned = plan(change);
        planned.ifPresentOrElse(this::execute, () -> log.unchanged(stack.name()));
        return planned.isPresent();
    }

    /**
     * Has CloudFormation work out what would change. Nothing has changed by that.
     *
     * @return the change set; empty when there is nothing to change
     * @throws ActionableException when the stack has a status that does not allow to change it, or cannot be changed in this
     *     way
     */
    public Optional<ChangeSet> plan(StackChange change) {
        Optional<Stack> current = describe();
        requireChangeable(current);
        ChangeSets.Before before = current.map(
                        known -> known.status().isInReview() ? ChangeSets.Before.REVIEW : ChangeSets.Before.STACK)
                .orElse(ChangeSets.Before.NOTHING);
        return changeSets.create(change, before);
    }

    /**
     * Does what was planned, and waits until that is done: half an hour at most.
     *
     * @throws ActionableException when it failed, with the reason of the resource that failed first
     */
    public void execute(ChangeSet changeSet) {
        log.deploying(stack.name(), changeSet.createsStack());
        StackWatch watch = StackWatch.before(stack, log, polling);
        changeSets.execute(changeSet);
        watch.awaitSuccess();
    }

    /** Takes back what was planned, if that can be. */
    public void discard(ChangeSet changeSet) {
        changeSets.delete(changeSet.id());
    }

    /** The command that deletes the stack, and no other of its name. */
    public String deletion() {
        return stack.deletion();
    }

    private Optional<Stack> find() {
        return describe().filter(described -> !described.status().isInReview());
    }

    private Optional<Stack> describe() {
        try {
            return stack.describe();
        } catch (SdkException e) {
            throw stack.explain("look at the stack", "cloudformation:DescribeStacks", e);
        }
    }
}
