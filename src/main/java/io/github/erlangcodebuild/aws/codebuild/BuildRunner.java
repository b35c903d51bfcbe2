package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.SdkErrors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildBatch;
import software.amazon.awssdk.services.codebuild.model.BuildBatchPhase;
import software.amazon.awssdk.services.codebuild.model.BuildGroup;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.StartBuildBatchRequest;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/**
 * Starts builds on CodeBuild, alone ({@code StartBuild}) or in batches ({@code StartBuildBatch}), and follows them to their
 * end. Each start has an idempotency token of its own: when its answer is lost and the SDK repeats it, it starts one build.
 */
public final class BuildRunner {

    private final Aws aws;
    private final BuildLog log;
    private final Polling polling;

    public BuildRunner(Aws aws, BuildLog log, Polling polling) {
        this.aws = aws;
        this.log = log;
        this.polling = polling;
    }

    /**
     * Starts a build of a project, with nothing overridden.
     *
     * @param project the name of the project
     * @return the id of the build: {@code PROJECT:UUID}
     * @throws ActionableException when CodeBuild does not start the build
     */
    public String start(String project) {
        return start(StartBuildRequest.builder().projectName(project).build());
    }

    /**
     * Whether a build was not started because too many run at this time, or too many were asked for, so that it may be started
     * later: what {@link #start(String)} has thrown.
     */
    public static boolean isBusy(ActionableException failure) {
        return Failures.find(failure, AwsServiceException.class)
                .filter(answered -> answered.isThrottlingException()
                        || SdkErrors.code(answered).equals("AccountLimitExceededException"))
                .isPresent();
    }

    /**
     * Follows a build to its end.
     *
     * @param id of the build: {@code PROJECT:UUID}
     * @return the build as it ended, successful or not
     * @throws ActionableException when the build did not end before the deadline, or cannot be read; it runs on then
     */
    public BuildResult follow(String id, Instant deadline) {
        Ended ended = await(id, deadline);
        return new BuildResult(EndedBuilds.of(ended.build()), ended.failure());
    }

    /**
     * Starts one build and waits for its end.
     *
     * @throws ActionableException when the build was not started, failed, or did not end before the deadline
     */
    public void run(BuildRequest request, Instant deadline) {
        await(start(request.toSdk()), deadline).failure().ifPresent(failure -> {
            throw failure;
        });
    }

    /**
     * Starts a batch of builds and waits for its end.
     *
     * @throws ActionableException when the batch was not started, when one of its builds failed, or when it did not end before
     *     the deadline
     */
    public void run(BuildBatchRequest request, Instant deadline) {
        String id = start(request.toSdk());
        BuildPoller poller = BuildPoller.ofBatch(aws, polling, id, deadline);
        log.started(id, poller.console());
        Map<String, BuildFollower> followers = new LinkedHashMap<>();
        while (true) {
            Optional<BuildBatch> current = poller.batch();
            Optional<List<Build>> builds = current.flatMap(batch -> buildsOf(batch, poller, followers));
            if (current.isPresent() && builds.isPresent()) {
                builds.get().forEach(build -> follower(build, followers).update(build));
                if (current.get().buildBatchStatus() != StatusType.IN_PROGRESS) {
                    poller.awaitLastLines();
                    builds.get().forEach(build -> follower(build, followers).update(build));
                    requireSuccess(current.get(), builds.get(), followers, poller.console());
                    return;
                }
            }
            poller.await();
        }
    }

    /** A build as it ended, and why it failed; no reason when it succeeded. */
    private record Ended(Build build, Optional<ActionableException> failure) {}

    private Ended await(String id, Instant deadline) {
        BuildPoller poller = BuildPoller.ofBuild(aws, polling, id, deadline);
        log.started(id, poller.console());
        BuildFollower follower = new BuildFollower(aws, "", log);
        while (true) {
            Optional<Build> current =
                    poller.builds(List.of(id)).flatMap(builds -> builds.stream().findFirst());
            current.ifPresent(follower::update);
            if (current.filter(EndedBuilds::hasEnded).isPresent()) {
                poller.awaitLastLines();
                follower.update(current.get());
                return new Ended(
                        current.get(),
                        follower.failure(current.get())
                                .map(failure -> new ActionableException(
                                        failure, "The whole log: " + follower.whereItsLogIs(current.get()))));
            }
            poller.await();
        }
    }

    private static BuildFollower follower(Build build, Map<String, BuildFollower> followers) {
        BuildFollower follower = followers.get(build.id());
        if (follower == null) {
            throw new IllegalStateException("CodeBuild answered with a build that was not asked for: " + build.id());
        }
        return follower;
    }

    /** The builds of a batch that have been started; empty when CodeBuild could not say. */
    private Optional<List<Build>> buildsOf(BuildBatch batch, BuildPoller poller, Map<String, BuildFollower> followers) {
        List<String> ids = new ArrayList<>();
        for (BuildGroup group : batch.buildGroups()) {
            if (group.currentBuildSummary() != null
                    && group.currentBuildSummary().arn() != null) {
                String arn = group.currentBuildSummary().arn();
                String id = arn.substring(arn.indexOf(":build/") + ":build/".length());
                ids.add(id);
                followers.computeIfAbsent(id, any -> new BuildFollower(aws, group.identifier(), log));
            }
        }
        return ids.isEmpty() ? Optional.of(List.of()) : poller.builds(ids);
    }

    private static void requireSuccess(
            BuildBatch batch, List<Build> builds, Map<String, BuildFollower> followers, String console) {
        if (batch.buildBatchStatus() == StatusType.SUCCEEDED) {
            return;
        }
        List<String> failures = new ArrayList<>();
        for (Build build : builds) {
            follower(build, followers).failure(build).ifPresent(failures::add);
        }
        if (failures.isEmpty()) {
            failures.add("The batch " + batch.id() + " ended as " + batch.buildBatchStatusAsString()
                    + whereAndWhy(batch) + ".");
        }
        throw new ActionableException(String.join("\n", failures), "The whole batch: " + console);
    }

    /** Why a batch failed of which no build did: its list of builds could not be read, say. */
    private static String whereAndWhy(BuildBatch batch) {
        for (BuildBatchPhase phase : batch.phases()) {
            if (phase.phaseStatus() != null && phase.phaseStatus() != StatusType.SUCCEEDED) {
                List<PhaseContext> contexts = phase.contexts();
                return " in phase " + phase.phaseTypeAsString() + BuildFollower.said(contexts);
            }
        }
        return "";
    }

    private String start(StartBuildRequest request) {
        StartBuildRequest once = request.toBuilder().idempotencyToken(token()).build();
        try {
            return aws.codeBuild().startBuild(once).build().id();
        } catch (SdkException e) {
            throw explain(
                    "start a build of " + request.projectName(), "codebuild:StartBuild", request.projectName(), e);
        }
    }

    private String start(StartBuildBatchRequest request) {
        StartBuildBatchRequest once =
                request.toBuilder().idempotencyToken(token()).build();
        try {
            return aws.codeBuild().startBuildBatch(once).buildBatch().id();
        } catch (SdkException e) {
            throw explain(
                    "start a batch of builds of " + request.projectName(),
                    "codebuild:StartBuildBatch",
                    request.projectName(),
                    e);
        }
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }

    private ActionableException explain(String purpose, String action, String project, SdkException failure) {
        String arn = aws.arn("codebuild", "project/" + project);
        return aws.failures().explain(purpose, action, arn, failure);
    }
}
