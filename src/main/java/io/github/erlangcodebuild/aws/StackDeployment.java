package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * A CloudFormation stack that is made or changed by a change set, and watched until that is done.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html">AWS
 *     CloudFormation, CreateChangeSet</a>
 */
final class StackDeployment {

    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Aws aws;
    private final String name;
    private final StackLog log;
    private final Pacer pacer;

    StackDeployment(Aws aws, String name, StackLog log, Pacer pacer) {
        this.aws = aws;
        this.name = name;
        this.log = log;
        this.pacer = pacer;
    }

    /** What is to become of the stack: its change set, but for name and type. */
    interface Change {
        void describe(CreateChangeSetRequest.Builder request);
    }

    /** The stack as it is now; empty when it was never made. */
    Optional<Stack> find() {
        try {
            return client().describeStacks(request -> request.stackName(name)).stacks().stream()
                    .filter(stack -> stack.stackStatus() != StackStatus.REVIEW_IN_PROGRESS)
                    .findFirst();
        } catch (AwsServiceException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw explain("look at the stack", "cloudformation:DescribeStacks", e);
        } catch (SdkException e) {
            throw explain("look at the stack", "cloudformation:DescribeStacks", e);
        }
    }

    /** The stack's outputs. */
    Map<String, String> outputs() {
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
    boolean deploy(Change change) {
        Optional<Stack> current = find();
        current.ifPresent(this::requireChangeable);
        boolean isNew = current.isEmpty();
        String changeSet = createChangeSet(change, isNew ? ChangeSetType.CREATE : ChangeSetType.UPDATE);
        Instant deadline = pacer.now().plus(LONGEST);
        if (!awaitChangeSet(changeSet, deadline)) {
            log.unchanged(name);
            return false;
        }
        log.deploying(name, isNew);
        Optional<String> lastEvent = newestEvent();
        execute(changeSet);
        watch(deadline, lastEvent);
        return true;
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
                    stack.stackStatus() == StackStatus.ROLLBACK_COMPLETE
                            ? "It never came to be: delete it with aws cloudformation delete-stack --stack-name " + name
                                    + ", and run this again."
                            : "Bring it to rest in the CloudFormation console, and run this again.");
        }
    }

    private String createChangeSet(Change change, ChangeSetType type) {
        CreateChangeSetRequest.Builder request = CreateChangeSetRequest.builder();
        change.describe(request);
        request.stackName(name)
                .changeSetName("erlang-codebuild-" + pacer.now().toEpochMilli())
                .changeSetType(type);
        try {
            return client().createChangeSet(request.build()).id();
        } catch (SdkException e) {
            throw explain("plan the change of the stack", "cloudformation:CreateChangeSet", e);
        }
    }

    /** Whether there is anything to change. */
    private boolean awaitChangeSet(String changeSet, Instant deadline) {
        while (true) {
            DescribeChangeSetResponse state = describe(changeSet);
            if (state.status() == ChangeSetStatus.CREATE_COMPLETE) {
                return true;
            }
            if (state.status() == ChangeSetStatus.FAILED) {
                delete(changeSet);
                String why = String.valueOf(state.statusReason());
                if (why.contains("didn't contain changes") || why.contains("No updates are to be performed")) {
                    return false;
                }
                throw new ActionableException(
                        "CloudFormation cannot change the stack " + name + reason(why) + ".",
                        "Correct what it names, and run this again.");
            }
            pacer.await(
                    deadline, "Planning the change of the stack " + name, "Look at it in the CloudFormation console.");
        }
    }

    private DescribeChangeSetResponse describe(String changeSet) {
        try {
            return client().describeChangeSet(request -> request.stackName(name).changeSetName(changeSet));
        } catch (SdkException e) {
            throw explain("look at the change set", "cloudformation:DescribeChangeSet", e);
        }
    }

    private void delete(String changeSet) {
        try {
            client().deleteChangeSet(request -> request.stackName(name).changeSetName(changeSet));
        } catch (ChangeSetNotFoundException e) {
            return; // gone, as it should be
        } catch (SdkException e) {
            throw explain("delete the change set", "cloudformation:DeleteChangeSet", e);
        }
    }

    private void execute(String changeSet) {
        try {
            client().executeChangeSet(request -> request.stackName(name).changeSetName(changeSet));
        } catch (SdkException e) {
            throw explain("change the stack", "cloudformation:ExecuteChangeSet", e);
        }
    }

    private void watch(Instant deadline, Optional<String> lastEvent) {
        Optional<String> last = lastEvent;
        Optional<String> firstFailure = Optional.empty();
        while (true) {
            for (StackEvent event : eventsAfter(last)) {
                last = Optional.of(event.eventId());
                log.event(
                        event.logicalResourceId(),
                        event.resourceType(),
                        event.resourceStatusAsString(),
                        Optional.ofNullable(event.resourceStatusReason()).orElse(""));
                if (firstFailure.isEmpty() && event.resourceStatusAsString().endsWith("_FAILED")) {
                    firstFailure = Optional.of(event.logicalResourceId() + " (" + event.resourceType() + ")"
                            + reason(event.resourceStatusReason()));
                }
            }
            Stack stack = find().orElseThrow(this::gone);
            String status = stack.stackStatusAsString();
            if (!status.endsWith("_IN_PROGRESS")) {
                requireSuccess(stack, firstFailure);
                return;
            }
            pacer.await(
                    deadline,
                    "Changing the stack " + name,
                    "It goes on without us: look at it in the CloudFormation console.");
        }
    }

    private void requireSuccess(Stack stack, Optional<String> firstFailure) {
        StackStatus status = stack.stackStatus();
        if (status != StackStatus.CREATE_COMPLETE && status != StackStatus.UPDATE_COMPLETE) {
            throw new ActionableException(
                    "Changing the stack " + name + " failed, and it is " + stack.stackStatusAsString() + " now: "
                            + firstFailure.orElse(
                                    "CloudFormation named no resource" + reason(stack.stackStatusReason()))
                            + ".",
                    status == StackStatus.ROLLBACK_COMPLETE
                            ? "Correct that, delete the stack with aws cloudformation delete-stack --stack-name " + name
                                    + ", and run this again."
                            : "Correct that, and run this again; the stack is as it was before.");
        }
    }

    /** The events after one of them, oldest first. */
    private List<StackEvent> eventsAfter(Optional<String> last) {
        List<StackEvent> events = new ArrayList<>();
        try {
            for (StackEvent event : client().describeStackEventsPaginator(request -> request.stackName(name))
                    .stackEvents()) {
                if (last.filter(event.eventId()::equals).isPresent()) {
                    break;
                }
                events.add(event);
            }
        } catch (SdkException e) {
            throw explain("read the stack's events", "cloudformation:DescribeStackEvents", e);
        }
        Collections.reverse(events);
        return events;
    }

    private Optional<String> newestEvent() {
        List<StackEvent> events = eventsAfter(Optional.empty());
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(events.get(events.size() - 1).eventId());
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

    private ActionableException explain(String purpose, String action, SdkException failure) {
        return aws.failures(aws.region(), IamPolicy.BOOTSTRAP)
                .explain(
                        purpose + " " + name,
                        action,
                        "arn:" + Aws.partition(aws.region()) + ":cloudformation:" + aws.region() + ":*:stack/" + name
                                + "/*",
                        failure);
    }

    private CloudFormationClient client() {
        return aws.cloudFormation();
    }
}
