package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsFailures;
import io.github.erlangcodebuild.aws.Pacer;
import io.github.erlangcodebuild.aws.TransientFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * A CloudFormation stack that is made or changed by a change set, and watched until that is done. Each step has a token of
 * its own, so that one whose answer was lost, and which the SDK repeats, is not refused for being done already.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html">AWS
 *     CloudFormation, CreateChangeSet</a>
 */
public final class StackDeployment {

    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final String GOES_ON = "It goes on without us: look at it in the CloudFormation console.";

    private final Aws aws;
    private final String name;
    private final StackLog log;
    private final Pacer pacer;

    public StackDeployment(Aws aws, String name, StackLog log, Pacer pacer) {
        this.aws = aws;
        this.name = name;
        this.log = log;
        this.pacer = pacer;
    }

    /** The stack as it is now; empty when it was never made. */
    Optional<Stack> find() {
        try {
            return describeStack().filter(stack -> !stack.status().isInReview());
        } catch (SdkException e) {
            throw explain("look at the stack", "cloudformation:DescribeStacks", e);
        }
    }

    /**
     * The stack as it is now; empty when it was never made.
     *
     * @throws ActionableException when it is in a state in which it cannot be changed
     */
    public Optional<Stack> changeable() {
        Optional<Stack> stack = find();
        stack.ifPresent(known -> known.requireChangeable(deletion()));
        return stack;
    }

    /** The values of the stack's outputs, by key. */
    public Map<String, String> outputs() {
        return find().orElseThrow(this::gone).outputs();
    }

    /**
     * Makes the stack, or changes it, and waits until that is done.
     *
     * @return whether there was anything to change
     * @throws ActionableException when it failed, with the reason of the resource that failed first
     */
    public boolean deploy(StackChange change) {
        Optional<ChangeSet> planned = plan(change);
        planned.ifPresentOrElse(this::execute, () -> log.unchanged(name));
        return planned.isPresent();
    }

    /**
     * Has CloudFormation work out what would change. Nothing has changed by that.
     *
     * @return the change set; empty when there is nothing to change
     * @throws ActionableException when the stack is in a state in which it cannot be changed, or not in this way
     */
    public Optional<ChangeSet> plan(StackChange change) {
        boolean create = changeable().isEmpty();
        return createChangeSet(change, create)
                .flatMap(id -> awaitChangeSet(id).map(state -> new ChangeSet(id, create, resources(state, id))));
    }

    /**
     * Does what was planned, and waits until that is done.
     *
     * @throws ActionableException when it failed, with the reason of the resource that failed first
     */
    public void execute(ChangeSet changeSet) {
        log.deploying(name, changeSet.createsStack());
        Optional<String> lastEvent = newestEvent();
        execute(changeSet.id());
        watch(lastEvent);
    }

    /** Takes back what was planned. */
    public void discard(ChangeSet changeSet) {
        delete(changeSet.id());
    }

    /** The command that deletes the stack, and no other of its name. */
    public String deletion() {
        return "aws cloudformation delete-stack --stack-name " + name + " --region " + aws.region()
                + aws.profile().map(profile -> " --profile " + profile).orElse("");
    }

    /** The change set; empty when CloudFormation refuses to make one because there is nothing to change. */
    private Optional<String> createChangeSet(StackChange change, boolean create) {
        CreateChangeSetRequest request = change.request()
                .stackName(name)
                .changeSetName("erlang-codebuild-" + pacer.now().toEpochMilli())
                .changeSetType(create ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
                .clientToken(token())
                .build();
        try {
            return Optional.of(client().createChangeSet(request).id());
        } catch (SdkException e) {
            if (e instanceof AwsServiceException answered && isNothingToChange(AwsFailures.said(answered))) {
                return Optional.empty();
            }
            throw explain("plan the change of the stack", "cloudformation:CreateChangeSet", e);
        }
    }

    /** The change set once it is complete; empty when there is nothing to change. */
    private Optional<DescribeChangeSetResponse> awaitChangeSet(String changeSet) {
        Instant began = pacer.now();
        TransientFailures failures = new TransientFailures();
        while (true) {
            Optional<DescribeChangeSetResponse> looked = look(
                    () -> client().describeChangeSet(
                                    request -> request.stackName(name).changeSetName(changeSet)),
                    "look at the change set of",
                    "cloudformation:DescribeChangeSet",
                    failures);
            if (looked.filter(state -> state.status() == ChangeSetStatus.CREATE_COMPLETE)
                    .isPresent()) {
                return looked;
            }
            if (looked.filter(state -> state.status() == ChangeSetStatus.FAILED).isPresent()) {
                delete(changeSet);
                Optional<String> why = Optional.ofNullable(looked.get().statusReason());
                if (why.filter(StackDeployment::isNothingToChange).isPresent()) {
                    return Optional.empty();
                }
                throw new ActionableException(
                        "CloudFormation cannot change the stack " + name + Stack.because(why) + ".",
                        "Correct what it names, and run this again.");
            }
            pacer.await(
                    began,
                    began.plus(LONGEST),
                    "Planning the change of the stack " + name,
                    "Look at it in the CloudFormation console.");
        }
    }

    /** CloudFormation has no code for it. */
    private static boolean isNothingToChange(String reason) {
        return reason.contains("didn't contain changes") || reason.contains("No updates are to be performed");
    }

    /** All that it would do: one answer holds but so much. */
    private List<ResourceChange> resources(DescribeChangeSetResponse first, String changeSet) {
        List<ResourceChange> resources = new ArrayList<>();
        DescribeChangeSetResponse page = first;
        while (true) {
            page.changes().stream()
                    .filter(change -> change.resourceChange() != null)
                    .map(change -> ResourceChange.of(change.resourceChange()))
                    .forEach(resources::add);
            String next = page.nextToken();
            if (next == null) {
                return resources;
            }
            try {
                page = client().describeChangeSet(request ->
                        request.stackName(name).changeSetName(changeSet).nextToken(next));
            } catch (SdkException e) {
                throw explain("look at the change set of", "cloudformation:DescribeChangeSet", e);
            }
        }
    }

    /** Best effort: one that is never executed does nothing, and must not hide why. */
    private void delete(String changeSet) {
        try {
            client().deleteChangeSet(request -> request.stackName(name).changeSetName(changeSet));
        } catch (SdkException e) {
            return;
        }
    }

    private void execute(String changeSet) {
        String token = token();
        try {
            client().executeChangeSet(request ->
                    request.stackName(name).changeSetName(changeSet).clientRequestToken(token));
        } catch (SdkException e) {
            throw explain("change the stack", "cloudformation:ExecuteChangeSet", e);
        }
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }

    /**
     * Each look takes the state first and then the events, so that none is missing when the state is the last. A state that
     * was read before the first event was seen may be that of before, and says nothing.
     */
    private void watch(Optional<String> lastEvent) {
        Instant began = pacer.now();
        TransientFailures failures = new TransientFailures();
        Optional<String> last = lastEvent;
        Optional<String> firstFailure = Optional.empty();
        boolean changing = false;
        while (true) {
            boolean current = changing;
            Optional<Optional<Stack>> looked =
                    lookOn(this::describeStack, "look at the stack", "cloudformation:DescribeStacks", failures);
            Optional<String> after = last;
            Optional<List<StackEvent>> events = lookOn(
                    () -> eventsAfter(after),
                    "read the events of the stack",
                    "cloudformation:DescribeStackEvents",
                    failures);
            for (StackEvent event : events.orElse(List.of())) {
                changing = true;
                last = Optional.of(event.eventId());
                tell(event);
                firstFailure = firstFailure.or(() -> failure(event));
            }
            if (looked.isPresent() && events.isPresent() && current) {
                Stack stack = looked.get().orElseThrow(this::gone);
                if (!stack.status().isInProgress()) {
                    stack.requireSuccess(firstFailure, deletion());
                    return;
                }
            }
            pacer.await(began, began.plus(LONGEST), "Changing the stack " + name, GOES_ON);
        }
    }

    private void tell(StackEvent event) {
        log.event(
                event.logicalResourceId(),
                event.resourceType(),
                event.resourceStatusAsString(),
                Optional.ofNullable(event.resourceStatusReason()).orElse(""));
    }

    /** What went wrong by itself: what was only given up because of something else says that it was cancelled. */
    private static Optional<String> failure(StackEvent event) {
        Optional<String> why = Optional.ofNullable(event.resourceStatusReason());
        boolean cancelled = why.filter(words -> words.contains("cancelled")).isPresent();
        return event.resourceStatusAsString().endsWith("_FAILED") && !cancelled
                ? Optional.of(event.logicalResourceId() + " (" + event.resourceType() + ")" + Stack.because(why))
                : Optional.empty();
    }

    private Optional<Stack> describeStack() {
        try {
            return client().describeStacks(request -> request.stackName(name)).stacks().stream()
                    .findFirst()
                    .map(Stack::of);
        } catch (AwsServiceException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The events after one of them, oldest first. */
    private List<StackEvent> eventsAfter(Optional<String> last) {
        List<StackEvent> events = new ArrayList<>();
        for (StackEvent event : client().describeStackEventsPaginator(request -> request.stackName(name))
                .stackEvents()) {
            if (last.filter(event.eventId()::equals).isPresent()) {
                break;
            }
            events.add(event);
        }
        Collections.reverse(events);
        return events;
    }

    private Optional<String> newestEvent() {
        try {
            return client().describeStackEvents(request -> request.stackName(name)).stackEvents().stream()
                    .findFirst()
                    .map(StackEvent::eventId);
        } catch (SdkException e) {
            throw explain("read the events of the stack", "cloudformation:DescribeStackEvents", e);
        }
    }

    /** What CloudFormation says; empty when the next look may do better. */
    private <T> Optional<T> look(Supplier<T> look, String purpose, String action, TransientFailures failures) {
        try {
            return failures.tolerate(look);
        } catch (SdkException e) {
            throw explain(purpose, action, e);
        }
    }

    /** As {@link #look}, while CloudFormation changes the stack. */
    private <T> Optional<T> lookOn(Supplier<T> look, String purpose, String action, TransientFailures failures) {
        try {
            return look(look, purpose, action, failures);
        } catch (ActionableException e) {
            throw new ActionableException(e.problem() + " " + GOES_ON, e.remedy(), e.getCause());
        }
    }

    private static boolean isMissing(AwsServiceException failure) {
        return failure.awsErrorDetails() != null
                && "ValidationError".equals(failure.awsErrorDetails().errorCode())
                && String.valueOf(failure.awsErrorDetails().errorMessage()).contains("does not exist");
    }

    private ActionableException gone() {
        return new ActionableException(
                "The stack " + name + " is gone.", "Somebody deleted it: run this again to make it anew.");
    }

    ActionableException explain(String purpose, String action, SdkException failure) {
        return aws.failures()
                .explain(purpose + " " + name, action, aws.arn("cloudformation", "stack/" + name + "/*"), failure);
    }

    private CloudFormationClient client() {
        return aws.cloudFormation();
    }
}
