package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsFailures;
import io.github.erlangcodebuild.aws.Pacer;
import io.github.erlangcodebuild.aws.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

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

    /** States after which a stack can only be deleted. */
    private static final Set<StackStatus> NEVER_WAS =
            Set.of(StackStatus.CREATE_FAILED, StackStatus.ROLLBACK_COMPLETE, StackStatus.ROLLBACK_FAILED);

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

    /** What is to become of the stack: its change set, but for name and type. */
    public interface Change {
        void describe(CreateChangeSetRequest.Builder request);
    }

    /**
     * A change set that waits to be executed.
     *
     * @param id its ARN
     * @param type whether it makes the stack
     * @param resources what it would do to which resource
     */
    public record Planned(String id, ChangeSetType type, List<ResourceChange> resources) {

        public Planned {
            resources = List.copyOf(resources);
        }
    }

    /** The stack as it is now; empty when it was never made. */
    Optional<Stack> find() {
        try {
            return describeStack().filter(stack -> stack.stackStatus() != StackStatus.REVIEW_IN_PROGRESS);
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
        stack.ifPresent(this::requireChangeable);
        return stack;
    }

    /** The stack's outputs. */
    public Map<String, String> outputs() {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Output output : find().orElseThrow(this::gone).outputs()) {
            outputs.put(output.outputKey(), output.outputValue());
        }
        return outputs;
    }

    /**
     * Makes the stack, or changes it, and waits until that is done.
     *
     * @return whether there was anything to change
     * @throws ActionableException when it failed, with the reason of the resource that failed first
     */
    public boolean deploy(Change change) {
        Optional<Planned> planned = plan(change);
        planned.ifPresentOrElse(this::execute, () -> log.unchanged(name));
        return planned.isPresent();
    }

    /**
     * Has CloudFormation work out what would change. Nothing has changed by that.
     *
     * @return the change set; empty when there is nothing to change
     * @throws ActionableException when the stack is in a state in which it cannot be changed, or not in this way
     */
    public Optional<Planned> plan(Change change) {
        ChangeSetType type = changeable().isEmpty() ? ChangeSetType.CREATE : ChangeSetType.UPDATE;
        return createChangeSet(change, type).flatMap(changeSet -> awaitChangeSet(changeSet)
                .map(state -> new Planned(changeSet, type, resources(state, changeSet))));
    }

    /**
     * Does what was planned, and waits until that is done.
     *
     * @throws ActionableException when it failed, with the reason of the resource that failed first
     */
    public void execute(Planned planned) {
        log.deploying(name, planned.type() == ChangeSetType.CREATE);
        Optional<String> lastEvent = newestEvent();
        execute(planned.id());
        watch(lastEvent);
    }

    /** Takes back what was planned. */
    public void discard(Planned planned) {
        delete(planned.id());
    }

    /** The command that deletes the stack, and no other of its name. */
    public String deletion() {
        return "aws cloudformation delete-stack --stack-name " + name + " --region " + aws.region()
                + aws.profile().map(profile -> " --profile " + profile).orElse("");
    }

    private void requireChangeable(Stack stack) {
        String status = stack.stackStatusAsString();
        if (status.endsWith("_IN_PROGRESS")) {
            throw new ActionableException(
                    "The stack " + name + " is being changed already (" + status + ").",
                    "Wait until that has ended, and run it again.");
        }
        if (stack.stackStatus() == StackStatus.ROLLBACK_COMPLETE || status.endsWith("_FAILED")) {
            throw new ActionableException(
                    "The stack " + name + " is " + status + " after an earlier failure, and cannot be changed"
                            + reason(stack.stackStatusReason()) + ".",
                    NEVER_WAS.contains(stack.stackStatus())
                            ? "It never came to be: delete it with " + deletion() + ", and run this again."
                            : "Bring it to rest in the CloudFormation console, and run this again.");
        }
    }

    /** The change set; empty when CloudFormation refuses to make one because there is nothing to change. */
    private Optional<String> createChangeSet(Change change, ChangeSetType type) {
        CreateChangeSetRequest.Builder request = CreateChangeSetRequest.builder();
        change.describe(request);
        request.stackName(name)
                .changeSetName("erlang-codebuild-" + pacer.now().toEpochMilli())
                .changeSetType(type)
                .clientToken(token());
        try {
            return Optional.of(client().createChangeSet(request.build()).id());
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
        Patience patience = new Patience();
        while (true) {
            Optional<DescribeChangeSetResponse> looked = look(
                    () -> client().describeChangeSet(
                                    request -> request.stackName(name).changeSetName(changeSet)),
                    "look at the change set of",
                    "cloudformation:DescribeChangeSet",
                    patience);
            if (looked.filter(state -> state.status() == ChangeSetStatus.CREATE_COMPLETE)
                    .isPresent()) {
                return looked;
            }
            if (looked.filter(state -> state.status() == ChangeSetStatus.FAILED).isPresent()) {
                delete(changeSet);
                String why = String.valueOf(looked.get().statusReason());
                if (isNothingToChange(why)) {
                    return Optional.empty();
                }
                throw new ActionableException(
                        "CloudFormation cannot change the stack " + name + reason(why) + ".",
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
        Patience patience = new Patience();
        Optional<String> last = lastEvent;
        Optional<String> firstFailure = Optional.empty();
        boolean changing = false;
        while (true) {
            boolean current = changing;
            Optional<Optional<Stack>> looked =
                    lookOn(this::describeStack, "look at the stack", "cloudformation:DescribeStacks", patience);
            Optional<String> after = last;
            Optional<List<StackEvent>> events = lookOn(
                    () -> eventsAfter(after),
                    "read the events of the stack",
                    "cloudformation:DescribeStackEvents",
                    patience);
            for (StackEvent event : events.orElse(List.of())) {
                changing = true;
                last = Optional.of(event.eventId());
                tell(event);
                firstFailure = firstFailure.or(() -> failure(event));
            }
            if (looked.isPresent() && events.isPresent() && current) {
                Stack stack = looked.get().orElseThrow(this::gone);
                if (!stack.stackStatusAsString().endsWith("_IN_PROGRESS")) {
                    requireSuccess(stack, firstFailure);
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
        String why = Optional.ofNullable(event.resourceStatusReason()).orElse("");
        return event.resourceStatusAsString().endsWith("_FAILED") && !why.contains("cancelled")
                ? Optional.of(event.logicalResourceId() + " (" + event.resourceType() + ")" + reason(why))
                : Optional.empty();
    }

    private void requireSuccess(Stack stack, Optional<String> firstFailure) {
        StackStatus status = stack.stackStatus();
        if (status == StackStatus.CREATE_COMPLETE || status == StackStatus.UPDATE_COMPLETE) {
            return;
        }
        throw new ActionableException(
                "Changing the stack " + name + " failed, and it is " + stack.stackStatusAsString() + " now: "
                        + firstFailure.orElse("CloudFormation named no resource" + reason(stack.stackStatusReason()))
                        + ".",
                NEVER_WAS.contains(status)
                        ? "Correct that, delete the stack with " + deletion() + ", and run this again."
                        : status == StackStatus.UPDATE_ROLLBACK_COMPLETE
                                ? "Correct that, and run this again; the stack is as it was before."
                                : "Correct that, bring the stack to rest in the CloudFormation console, and run this"
                                        + " again.");
    }

    private Optional<Stack> describeStack() {
        try {
            return client().describeStacks(request -> request.stackName(name)).stacks().stream()
                    .findFirst();
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
    private <T> Optional<T> look(Supplier<T> look, String purpose, String action, Patience patience) {
        try {
            T seen = look.get();
            patience.answered();
            return Optional.of(seen);
        } catch (SdkException e) {
            if (patience.bears(e)) {
                return Optional.empty();
            }
            throw explain(purpose, action, e);
        }
    }

    /** As {@link #look}, while CloudFormation changes the stack. */
    private <T> Optional<T> lookOn(Supplier<T> look, String purpose, String action, Patience patience) {
        try {
            return look(look, purpose, action, patience);
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

    private static String reason(String reason) {
        return reason == null || reason.isBlank() ? "" : ": " + reason.trim().replaceAll("\\.+$", "");
    }

    ActionableException explain(String purpose, String action, SdkException failure) {
        return aws.failures()
                .explain(purpose + " " + name, action, aws.arn("cloudformation", "stack/" + name + "/*"), failure);
    }

    private CloudFormationClient client() {
        return aws.cloudFormation();
    }
}
