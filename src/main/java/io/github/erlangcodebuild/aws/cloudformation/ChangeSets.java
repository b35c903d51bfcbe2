package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.SdkErrors;
import io.github.erlangcodebuild.aws.TransientFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;

/**
 * The change sets of one stack. What is not repeatable has a token of its own, so that a request whose answer was lost, and
 * which the SDK repeats, is not refused for being done already.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html">AWS
 *     CloudFormation, CreateChangeSet</a>
 */
final class ChangeSets {

    private static final String DESCRIBE = "cloudformation:DescribeChangeSet";
    private static final Duration TIME_LIMIT = Duration.ofMinutes(30);

    private final StackClient stack;
    private final Polling polling;

    ChangeSets(StackClient stack, Polling polling) {
        this.stack = stack;
        this.polling = polling;
    }

    /** What a change set meets. */
    enum Before {
        /** No stack: CloudFormation makes an empty one with the change set, for review. */
        NOTHING,
        /** Such an empty one, with change sets that may be somebody else's. */
        REVIEW,
        /** A stack. */
        STACK
    }

    /**
     * Creates a change set, and waits until CloudFormation has worked out what it would do. The stack does not change. If the change
     * set fails, the empty stack that was made with it is deleted, too.
     *
     * @param before what there is now
     * @return empty when there is nothing to change
     * @throws ActionableException when the stack cannot be changed in this way
     */
    Optional<ChangeSet> create(StackChange change, Before before) {
        boolean createsStack = before != Before.STACK;
        return request(change, createsStack).flatMap(id -> awaitCompletion(id, before)
                .map(described -> new ChangeSet(id, createsStack, resources(id, described))));
    }

    /**
     * Has CloudFormation begin to do what a change set says ({@code ExecuteChangeSet}).
     *
     * @throws ActionableException when it does not
     */
    void execute(ChangeSet changeSet) {
        String token = token();
        try {
            stack.api().executeChangeSet(request -> request.stackName(stack.name())
                    .changeSetName(changeSet.id())
                    .clientRequestToken(token));
        } catch (SdkException e) {
            throw stack.explain("change the stack", "cloudformation:ExecuteChangeSet", e);
        }
    }

    /** Deletes a change set, if that can be: one that is never executed does nothing. */
    void delete(String id) {
        try {
            stack.api()
                    .deleteChangeSet(request -> request.stackName(stack.name()).changeSetName(id));
        } catch (SdkException e) {
            return; // it must not hide why the change set was given up
        }
    }

    /**
     * Deletes the empty stack that came with a change set which failed.
     *
     * @return whether there is none any more
     */
    private boolean deleteStack() {
        try {
            stack.deleteInReview();
            return true;
        } catch (SdkException e) {
            return false; // as above
        }
    }

    /** The ARN of a new change set; empty when CloudFormation refuses it because there is nothing to change. */
    private Optional<String> request(StackChange change, boolean createsStack) {
        CreateChangeSetRequest request = change.request()
                .stackName(stack.name())
                .changeSetName("erlang-codebuild-" + polling.now().toEpochMilli())
                .changeSetType(createsStack ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
                .clientToken(token())
                .build();
        try {
            return Optional.of(stack.api().createChangeSet(request).id());
        } catch (SdkException e) {
            if (e instanceof AwsServiceException answered && isNothingToChange(SdkErrors.said(answered))) {
                return Optional.empty();
            }
            throw stack.explain("plan the change of the stack", "cloudformation:CreateChangeSet", e);
        }
    }

    /** The description of a change set once it is complete; empty when there is nothing to change. */
    private Optional<DescribeChangeSetResponse> awaitCompletion(String id, Before before) {
        Instant began = polling.now();
        TransientFailures failures = new TransientFailures();
        while (true) {
            Optional<DescribeChangeSetResponse> described = describe(id, failures);
            Optional<ChangeSetStatus> status = described.map(DescribeChangeSetResponse::status);
            if (status.filter(ChangeSetStatus.CREATE_COMPLETE::equals).isPresent()) {
                return described;
            }
            if (status.filter(ChangeSetStatus.FAILED::equals).isPresent()) {
                Optional<String> reason = described.map(DescribeChangeSetResponse::statusReason);
                if (reason.filter(ChangeSets::isNothingToChange).isPresent()) {
                    delete(id);
                    return Optional.empty();
                }
                List<String> details = FailedValidations.of(stack, id); // which go with the change set
                delete(id);
                boolean leftOver = before == Before.NOTHING && !deleteStack();
                throw new ActionableException(
                        "CloudFormation cannot change the stack " + stack.name() + Stack.because(reason) + "."
                                + details.stream().map(each -> "\n  " + each).collect(Collectors.joining()),
                        "Correct what it names, and run this again."
                                + (leftOver ? " The empty stack may be left over: " + stack.deletion() : ""));
            }
            polling.await(
                    began,
                    began.plus(TIME_LIMIT),
                    "Planning the change of the stack " + stack.name(),
                    "Look at it in the CloudFormation console.");
        }
    }

    private Optional<DescribeChangeSetResponse> describe(String id, TransientFailures failures) {
        try {
            return failures.tolerate(() -> stack.api().describeChangeSet(request -> request.stackName(stack.name())
                    .changeSetName(id)));
        } catch (SdkException e) {
            throw stack.explain("look at the change set of", DESCRIBE, e);
        }
    }

    /** CloudFormation has no code for it. */
    private static boolean isNothingToChange(String reason) {
        return reason.contains("didn't contain changes") || reason.contains("No updates are to be performed");
    }

    /** All that it would do: one answer holds but so much. */
    private List<ResourceChange> resources(String id, DescribeChangeSetResponse first) {
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
                page = stack.api().describeChangeSet(request -> request.stackName(stack.name())
                        .changeSetName(id)
                        .nextToken(next));
            } catch (SdkException e) {
                throw stack.explain("look at the change set of", DESCRIBE, e);
            }
        }
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }
}
