package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** One build that is followed: which of its phases and log lines have been told already. */
final class FollowedBuild {

    /** How many log lines a failure shows. */
    private static final int TAIL = 40;

    private final Aws aws;
    private final String label;
    private final BuildLog log;
    private final Deque<String> tail = new ArrayDeque<>();
    private int phasesTold;
    private boolean logUnreadable;

    @Nullable
    private String token;

    /** @param label which build, where several run; else empty */
    FollowedBuild(Aws aws, String label, BuildLog log) {
        this.aws = aws;
        this.label = label;
        this.log = log;
    }

    /** Tells what is new: phases that ended, log lines. */
    void update(Build build) {
        readLog(build);
        List<BuildPhase> ended = build.phases().stream()
                .filter(phase -> phase.phaseStatus() != null)
                .toList();
        for (BuildPhase phase : ended.subList(Math.min(phasesTold, ended.size()), ended.size())) {
            Duration duration = Duration.ofSeconds(
                    Optional.ofNullable(phase.durationInSeconds()).orElse(0L));
            log.phase(label, phase.phaseTypeAsString(), phase.phaseStatusAsString(), duration);
        }
        phasesTold = ended.size();
    }

    static boolean hasEnded(Build build) {
        return build.buildStatus() != StatusType.IN_PROGRESS;
    }

    /**
     * Fails unless the build succeeded, with the phase that failed, what CodeBuild says of it, and the last lines of the
     * log.
     */
    void requireSuccess(Build build) {
        if (build.buildStatus() == StatusType.SUCCEEDED) {
            return;
        }
        String phase = build.phases().stream()
                .filter(each -> each.phaseStatus() != null && each.phaseStatus() != StatusType.SUCCEEDED)
                .findFirst()
                .map(each -> " in phase " + each.phaseTypeAsString() + said(each))
                .orElse("");
        String lines = tail.isEmpty()
                ? ""
                : "\nThe last lines of its log:\n"
                        + tail.stream().map(line -> "  " + line).collect(Collectors.joining("\n"));
        throw new ActionableException(
                "The build " + build.id() + " ended as " + build.buildStatusAsString() + phase + "." + lines,
                "The whole log: " + console(build));
    }

    /** Where a person sees the build. */
    static String console(Build build) {
        return Optional.ofNullable(build.logs())
                .map(logs -> logs.deepLink())
                .orElse("the CodeBuild console, build " + build.id());
    }

    private static String said(BuildPhase phase) {
        return phase.contexts().stream()
                .map(PhaseContext::message)
                .filter(message -> message != null && !message.isBlank())
                .findFirst()
                .map(message -> " (" + message.trim() + ")")
                .orElse("");
    }

    private void readLog(Build build) {
        if (logUnreadable
                || build.logs() == null
                || build.logs().groupName() == null
                || build.logs().streamName() == null) {
            return;
        }
        try {
            while (true) {
                GetLogEventsResponse page = aws.logs().getLogEvents(request -> request.logGroupName(
                                build.logs().groupName())
                        .logStreamName(build.logs().streamName())
                        .startFromHead(true)
                        .nextToken(token));
                page.events().forEach(this::tell);
                if (page.nextForwardToken() == null || page.nextForwardToken().equals(token)) {
                    return;
                }
                token = page.nextForwardToken();
            }
        } catch (ResourceNotFoundException e) {
            return; // the build has written nothing yet
        } catch (SdkException e) {
            if (AwsFailures.isThrottled(e)) {
                return; // the next look will read on
            }
            logUnreadable = true;
            log.line(label, "(the log cannot be read: " + e.getMessage() + ")");
        }
    }

    private void tell(OutputLogEvent event) {
        String text = event.message().stripTrailing();
        tail.addLast(text);
        if (tail.size() > TAIL) {
            tail.removeFirst();
        }
        log.line(label, text);
    }
}
