package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.SdkErrors;
import io.github.erlangcodebuild.aws.TransientFailures;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.LogsLocation;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** Follows one build: tells a {@link BuildLog} each new phase and log line, and says why the build failed. */
final class BuildFollower {

    /** How many log lines a failure shows, and how many characters of each. */
    private static final int TAIL = 40;

    private static final int TAIL_WIDTH = 200;

    private final Aws aws;
    private final String label;
    private final BuildLog log;
    private final Deque<String> tail = new ArrayDeque<>();
    private int phasesTold;
    private boolean logUnreadable;

    @Nullable
    private String token;

    /** @param label which build of a batch; "" for a single build */
    BuildFollower(Aws aws, String label, BuildLog log) {
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

    /**
     * Why the build did not succeed: the phase that failed, what CodeBuild says of it, and the last lines of the log; empty
     * when it succeeded.
     */
    Optional<String> failure(Build build) {
        if (build.buildStatus() == StatusType.SUCCEEDED) {
            return Optional.empty();
        }
        String phase = build.phases().stream()
                .filter(each -> each.phaseStatus() != null && each.phaseStatus() != StatusType.SUCCEEDED)
                .findFirst()
                .map(each -> " in phase " + each.phaseTypeAsString() + said(each.contexts()))
                .orElse("");
        String lines = tail.isEmpty()
                ? ""
                : " The last lines of its log:\n"
                        + tail.stream()
                                .map(line -> "  " + ForeignText.line(ForeignText.uncoloured(line), TAIL_WIDTH))
                                .collect(Collectors.joining("\n"));
        return Optional.of("The build " + build.id() + (label.isEmpty() ? "" : " (" + label + ")") + " ended as "
                + build.buildStatusAsString() + phase + "." + lines);
    }

    /** The URL of the whole log. */
    String whereItsLogIs(Build build) {
        return logOf(build).map(LogsLocation::deepLink).orElseGet(() -> CodeBuildConsole.build(aws, build.id()));
    }

    /** The log, once there is one: until then CodeBuild gives a link to {@code null}. */
    private static Optional<LogsLocation> logOf(Build build) {
        return Optional.ofNullable(build.logs()).filter(logs -> logs.groupName() != null && logs.streamName() != null);
    }

    /** What CodeBuild says of a phase that failed, in brackets. */
    static String said(List<PhaseContext> contexts) {
        return contexts.stream()
                .map(PhaseContext::message)
                .filter(message -> message != null && !message.isBlank())
                .findFirst()
                .map(message -> " (" + ForeignText.line(message.trim()) + ")")
                .orElse("");
    }

    private void readLog(Build build) {
        if (!logUnreadable) {
            logOf(build).ifPresent(this::read);
        }
    }

    private void read(LogsLocation written) {
        try {
            while (true) {
                GetLogEventsResponse page = aws.logs().getLogEvents(request -> request.logGroupName(written.groupName())
                        .logStreamName(written.streamName())
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
        } catch (AwsServiceException e) {
            if (TransientFailures.isTransient(e)) {
                return; // the next look will read on
            }
            logUnreadable = true;
            log.line(label, "(the log cannot be read: " + SdkErrors.said(e) + ")");
        } catch (SdkException e) {
            return; // whoever looks at the build finds that AWS cannot be reached
        }
    }

    private void tell(OutputLogEvent event) {
        event.message().lines().map(String::stripTrailing).forEach(line -> {
            tail.addLast(line);
            if (tail.size() > TAIL) {
                tail.removeFirst();
            }
            log.line(label, line);
        });
    }
}
