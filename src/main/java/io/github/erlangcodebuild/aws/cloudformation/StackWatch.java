package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.TransientFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * Watches one change of a stack, from just before it begins until it has ended, and tells its events as they come.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html">AWS
 *     CloudFormation, DescribeStackEvents</a>
 */
final class StackWatch {

    private static final String DESCRIBE_EVENTS = "cloudformation:DescribeStackEvents";
    private static final Duration TIME_LIMIT = Duration.ofMinutes(30);
    private static final String GOES_ON =
            "The change of the stack continues: look at it in the CloudFormation console.";

    private final StackClient stack;
    private final StackLog log;
    private final Polling polling;
    private final TransientFailures failures = new TransientFailures();

    private Optional<String> lastEvent;
    private Optional<String> firstFailure = Optional.empty();
    private boolean changing;

    private StackWatch(StackClient stack, StackLog log, Polling polling, Optional<String> lastEvent) {
        this.stack = stack;
        this.log = log;
        this.polling = polling;
        this.lastEvent = lastEvent;
    }

    /**
     * Prepares to watch a change that is about to begin: events up to now are not of it.
     *
     * @throws ActionableException when the events of the stack cannot be read
     */
    static StackWatch before(StackClient stack, StackLog log, Polling polling) {
        try {
            Optional<String> newest =
                    stack.api().describeStackEvents(request -> request.stackName(stack.name())).stackEvents().stream()
                            .findFirst()
                            .map(StackEvent::eventId);
            return new StackWatch(stack, log, polling, newest);
        } catch (SdkException e) {
            throw stack.explain("read the events of the stack", DESCRIBE_EVENTS, e);
        }
    }

    /**
     * Waits until the change has ended. Each look takes the status first and then the events, so that none is missing when
     * that status is the last. A status that was read before the first event was seen may be older than the change.
     *
     * @throws ActionableException when the change failed, with the reason of the resource that failed first; when it takes too
     *     long or cannot be looked at, and goes on
     */
    void awaitSuccess() {
        Instant began = polling.now();
        while (true) {
            boolean isOfChange = changing;
            Optional<Optional<Stack>> described =
                    look(stack::describe, "look at the stack", "cloudformation:DescribeStacks");
            Optional<List<StackEvent>> events = look(this::newEvents, "read the events of the stack", DESCRIBE_EVENTS);
            events.orElse(List.of()).forEach(this::tell);
            if (isOfChange && described.isPresent() && events.isPresent()) {
                Stack now = described.get().orElseThrow(stack::gone);
                if (!now.status().isInProgress()) {
                    now.requireSuccess(firstFailure, stack.deletion());
                    return;
                }
            }
            polling.await(began, began.plus(TIME_LIMIT), "Changing the stack " + stack.name(), GOES_ON);
        }
    }

    /** Those that have not been told, oldest first. CloudFormation gives the newest first. */
    private List<StackEvent> newEvents() {
        List<StackEvent> events = new ArrayList<>();
        for (StackEvent event : stack.api()
                .describeStackEventsPaginator(request -> request.stackName(stack.name()))
                .stackEvents()) {
            if (lastEvent.filter(event.eventId()::equals).isPresent()) {
                break;
            }
            events.add(event);
        }
        Collections.reverse(events);
        return events;
    }

    private void tell(StackEvent event) {
        changing = true;
        lastEvent = Optional.of(event.eventId());
        firstFailure = firstFailure.or(() -> failure(event));
        log.event(
                event.logicalResourceId(),
                event.resourceType(),
                event.resourceStatusAsString(),
                Optional.ofNullable(event.resourceStatusReason()).orElse(""));
    }

    /** What went wrong by itself: what was only given up because of something else says that it was cancelled. */
    private static Optional<String> failure(StackEvent event) {
        Optional<String> reason = Optional.ofNullable(event.resourceStatusReason());
        boolean cancelled = reason.filter(words -> words.contains("cancelled")).isPresent();
        return event.resourceStatusAsString().endsWith("_FAILED") && !cancelled
                ? Optional.of(event.logicalResourceId() + " (" + event.resourceType() + ")" + Stack.because(reason))
                : Optional.empty();
    }

    /** What CloudFormation answers; empty when the next look may do better. */
    private <T> Optional<T> look(Supplier<T> call, String purpose, String action) {
        try {
            return failures.tolerate(call);
        } catch (SdkException e) {
            ActionableException explained = stack.explain(purpose, action, e);
            throw new ActionableException(explained.problem() + " " + GOES_ON, explained.remedy(), explained);
        }
    }
}
