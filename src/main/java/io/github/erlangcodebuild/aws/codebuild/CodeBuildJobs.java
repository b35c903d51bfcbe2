package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Pacer;
import io.github.erlangcodebuild.aws.TransientFailures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
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
 * Starts builds on CodeBuild, alone or in batches, and follows them to their end. Each start has a token of its own, so that
 * one whose answer was lost, and which the SDK repeats, starts nothing twice.
 */
public final class CodeBuildJobs {

    private final Aws aws;
    private final BuildLog log;
    private final Pacer pacer;

    public CodeBuildJobs(Aws aws, BuildLog log, Pacer pacer) {
        this.aws = aws;
        this.log = log;
        this.pacer = pacer;
    }

    /**
     * A build that has ended.
     *
     * @param failure why and where, with the last lines of its log; empty when it succeeded
     */
    public record Ended(Build build, Optional<ActionableException> failure) {}

    /**
     * Runs one build.
     *
     * @return the build as it ended
     * @throws ActionableException when it did not succeed, or did not end before the deadline
     */
    public Build run(StartBuildRequest request, Instant deadline) {
        Ended ended = follow(start(request).id(), deadline);
        ended.failure().ifPresent(failure -> {
            throw failure;
        });
        return ended.build();
    }

    /**
     * Follows a build to its end.
     *
     * @throws ActionableException when it did not end before the deadline, or cannot be looked at; it goes on then
     */
    public Ended follow(String id, Instant deadline) {
        String console = CodeBuildConsole.build(aws, id);
        log.started(id, console);
        FollowedBuild followed = new FollowedBuild(aws, "", log);
        TransientFailures failures = new TransientFailures();
        Instant began = pacer.now();
        while (true) {
            Optional<Build> current = look(id, console, failures, List.of(id))
                    .flatMap(builds -> builds.stream().findFirst());
            current.ifPresent(followed::update);
            if (current.filter(FollowedBuild::hasEnded).isPresent()) {
                awaitLastLines();
                followed.update(current.get());
                return new Ended(
                        current.get(),
                        followed.failure(current.get())
                                .map(failure -> new ActionableException(
                                        failure, "The whole log: " + followed.whereItsLogIs(current.get()))));
            }
            await(began, deadline, "The build " + id, console);
        }
    }

    /**
     * Runs a batch of builds.
     *
     * @throws ActionableException when one of them did not succeed, or the batch did not end before the deadline
     */
    public void run(StartBuildBatchRequest request, Instant deadline) {
        String id = start(request).id();
        String console = CodeBuildConsole.batch(aws, id);
        log.started(id, console);
        Map<String, FollowedBuild> followed = new LinkedHashMap<>();
        TransientFailures failures = new TransientFailures();
        Instant began = pacer.now();
        while (true) {
            Optional<BuildBatch> current = lookAtBatch(id, console, failures);
            Optional<List<Build>> builds = current.flatMap(batch -> buildsOf(batch, console, failures, followed));
            if (current.isPresent() && builds.isPresent()) {
                builds.get().forEach(build -> following(build, followed).update(build));
                if (current.get().buildBatchStatus() != StatusType.IN_PROGRESS) {
                    awaitLastLines();
                    builds.get().forEach(build -> following(build, followed).update(build));
                    requireSuccess(current.get(), builds.get(), followed, console);
                    return;
                }
            }
            await(began, deadline, "The batch " + id, console);
        }
    }

    private static FollowedBuild following(Build build, Map<String, FollowedBuild> followed) {
        FollowedBuild following = followed.get(build.id());
        if (following == null) {
            throw new IllegalStateException("CodeBuild answered with a build that was not asked for: " + build.id());
        }
        return following;
    }

    /** The builds of a batch that have been started; empty when CodeBuild could not say. */
    private Optional<List<Build>> buildsOf(
            BuildBatch batch, String console, TransientFailures failures, Map<String, FollowedBuild> followed) {
        List<String> ids = new ArrayList<>();
        for (BuildGroup group : batch.buildGroups()) {
            if (group.currentBuildSummary() != null
                    && group.currentBuildSummary().arn() != null) {
                String arn = group.currentBuildSummary().arn();
                String id = arn.substring(arn.indexOf(":build/") + ":build/".length());
                ids.add(id);
                followed.computeIfAbsent(id, any -> new FollowedBuild(aws, group.identifier(), log));
            }
        }
        return ids.isEmpty() ? Optional.of(List.of()) : look(batch.id(), console, failures, ids);
    }

    private static void requireSuccess(
            BuildBatch batch, List<Build> builds, Map<String, FollowedBuild> followed, String console) {
        if (batch.buildBatchStatus() == StatusType.SUCCEEDED) {
            return;
        }
        List<String> failures = new ArrayList<>();
        for (Build build : builds) {
            following(build, followed).failure(build).ifPresent(failures::add);
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
                return " in phase " + phase.phaseTypeAsString() + FollowedBuild.said(contexts);
            }
        }
        return "";
    }

    /**
     * Starts one build.
     *
     * @throws ActionableException when CodeBuild does not start it
     */
    public Build start(StartBuildRequest request) {
        StartBuildRequest once = request.toBuilder().idempotencyToken(token()).build();
        try {
            return aws.codeBuild().startBuild(once).build();
        } catch (SdkException e) {
            throw explain(
                    "start a build of " + request.projectName(), "codebuild:StartBuild", request.projectName(), e);
        }
    }

    private BuildBatch start(StartBuildBatchRequest request) {
        StartBuildBatchRequest once =
                request.toBuilder().idempotencyToken(token()).build();
        try {
            return aws.codeBuild().startBuildBatch(once).buildBatch();
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

    private Optional<List<Build>> look(String of, String console, TransientFailures failures, List<String> ids) {
        return patiently(
                "look at the build " + of, "codebuild:BatchGetBuilds", of, console, failures, () -> aws.codeBuild()
                        .batchGetBuilds(request -> request.ids(ids))
                        .builds());
    }

    private Optional<BuildBatch> lookAtBatch(String id, String console, TransientFailures failures) {
        return patiently(
                        "look at the batch " + id,
                        "codebuild:BatchGetBuildBatches",
                        id,
                        console,
                        failures,
                        () -> aws.codeBuild()
                                .batchGetBuildBatches(request -> request.ids(id))
                                .buildBatches())
                .flatMap(batches -> batches.stream().findFirst());
    }

    /** What CodeBuild says; empty when the next look may do better. */
    private <T> Optional<T> patiently(
            String purpose, String action, String id, String console, TransientFailures failures, Supplier<T> look) {
        try {
            return failures.tolerate(look);
        } catch (SdkException e) {
            ActionableException explained = explain(purpose, action, CodeBuildConsole.project(id), e);
            throw new ActionableException(
                    explained.problem() + " It goes on without us: " + console, explained.remedy(), e);
        }
    }

    private void await(Instant began, Instant deadline, String what, String console) {
        pacer.await(
                began,
                deadline,
                what,
                "It goes on without us: " + console + "\nGive it longer with -Derlang-codebuild.timeout=… (minutes).");
    }

    /** What a build writes last may arrive a moment after it has ended. */
    private void awaitLastLines() {
        pacer.await(Instant.MAX, "The end of the log", "Run it again.");
    }

    private ActionableException explain(String purpose, String action, String project, SdkException failure) {
        String arn = aws.arn("codebuild", "project/" + project);
        return aws.failures().explain(purpose, action, arn, failure);
    }
}
