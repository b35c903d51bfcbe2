package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildBatch;
import software.amazon.awssdk.services.codebuild.model.BuildGroup;
import software.amazon.awssdk.services.codebuild.model.StartBuildBatchRequest;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** Starts builds on CodeBuild, alone or in batches, and follows them to their end. */
final class CodeBuildJobs {

    private final Aws aws;
    private final BuildLog log;
    private final Pacer pacer;

    CodeBuildJobs(Aws aws, BuildLog log, Pacer pacer) {
        this.aws = aws;
        this.log = log;
        this.pacer = pacer;
    }

    /**
     * Runs one build.
     *
     * @return the build as it ended
     * @throws ActionableException when it did not succeed, or did not end before the deadline
     */
    Build run(StartBuildRequest request, Instant deadline) {
        Build build = start(request);
        log.started(build.id(), FollowedBuild.console(build));
        FollowedBuild followed = new FollowedBuild(aws, "", log);
        while (true) {
            for (Build current : look(List.of(build.id()))) {
                followed.update(current);
                if (FollowedBuild.hasEnded(current)) {
                    followed.requireSuccess(current);
                    return current;
                }
            }
            await(deadline, "The build " + build.id());
        }
    }

    /**
     * Runs a batch of builds.
     *
     * @throws ActionableException when one of them did not succeed, or the batch did not end before the deadline
     */
    void run(StartBuildBatchRequest request, Instant deadline) {
        BuildBatch batch = start(request);
        log.started(batch.id(), "the CodeBuild console, batch " + batch.id());
        Map<String, FollowedBuild> followed = new LinkedHashMap<>();
        while (true) {
            Optional<BuildBatch> current = lookAtBatch(batch.id());
            if (current.isPresent()) {
                Map<FollowedBuild, Build> failed = update(current.get(), followed);
                StatusType status = current.get().buildBatchStatus();
                if (status != StatusType.IN_PROGRESS) {
                    failed.forEach(FollowedBuild::requireSuccess);
                    requireSuccess(current.get());
                    return;
                }
            }
            await(deadline, "The batch " + batch.id());
        }
    }

    /** Tells what is new in each build of the batch; returns those that ended without success. */
    private Map<FollowedBuild, Build> update(BuildBatch batch, Map<String, FollowedBuild> followed) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (BuildGroup group : batch.buildGroups()) {
            if (group.currentBuildSummary() != null
                    && group.currentBuildSummary().arn() != null) {
                String arn = group.currentBuildSummary().arn();
                labels.put(arn.substring(arn.indexOf("build/") + "build/".length()), group.identifier());
            }
        }
        Map<FollowedBuild, Build> failed = new LinkedHashMap<>();
        if (!labels.isEmpty()) {
            for (Build build : look(List.copyOf(labels.keySet()))) {
                String label = labels.getOrDefault(build.id(), build.id());
                FollowedBuild following =
                        followed.computeIfAbsent(build.id(), id -> new FollowedBuild(aws, label, log));
                following.update(build);
                if (FollowedBuild.hasEnded(build) && build.buildStatus() != StatusType.SUCCEEDED) {
                    failed.put(following, build);
                }
            }
        }
        return failed;
    }

    private static void requireSuccess(BuildBatch batch) {
        if (batch.buildBatchStatus() != StatusType.SUCCEEDED) {
            throw new ActionableException(
                    "The batch " + batch.id() + " ended as " + batch.buildBatchStatusAsString() + ".",
                    "See it in the CodeBuild console.");
        }
    }

    private Build start(StartBuildRequest request) {
        try {
            return aws.codeBuild().startBuild(request).build();
        } catch (SdkException e) {
            throw explain(
                    "start a build of " + request.projectName(), "codebuild:StartBuild", request.projectName(), e);
        }
    }

    private BuildBatch start(StartBuildBatchRequest request) {
        try {
            return aws.codeBuild().startBuildBatch(request).buildBatch();
        } catch (SdkException e) {
            throw explain(
                    "start a batch of builds of " + request.projectName(),
                    "codebuild:StartBuildBatch",
                    request.projectName(),
                    e);
        }
    }

    /** The builds as they are now; none when CodeBuild wants to be asked less often. */
    private List<Build> look(List<String> ids) {
        try {
            return aws.codeBuild().batchGetBuilds(request -> request.ids(ids)).builds();
        } catch (SdkException e) {
            if (AwsFailures.isThrottled(e)) {
                return List.of();
            }
            throw explain("look at the build " + ids.get(0), "codebuild:BatchGetBuilds", projectOf(ids.get(0)), e);
        }
    }

    private Optional<BuildBatch> lookAtBatch(String id) {
        try {
            return aws.codeBuild().batchGetBuildBatches(request -> request.ids(id)).buildBatches().stream()
                    .findFirst();
        } catch (SdkException e) {
            if (AwsFailures.isThrottled(e)) {
                return Optional.empty();
            }
            throw explain("look at the batch " + id, "codebuild:BatchGetBuildBatches", projectOf(id), e);
        }
    }

    private void await(Instant deadline, String what) {
        pacer.await(
                deadline,
                what,
                "It goes on without us: see it in the CodeBuild console, or give it longer with"
                        + " -Derlang-codebuild.timeout=… (minutes).");
    }

    private static String projectOf(String id) {
        return id.substring(0, Math.max(0, id.indexOf(':')));
    }

    private ActionableException explain(String purpose, String action, String project, SdkException failure) {
        String arn = "arn:" + Aws.partition(aws.region()) + ":codebuild:" + aws.region() + ":*:project/" + project;
        return aws.failures(aws.region(), IamPolicy.BOOTSTRAP).explain(purpose, action, arn, failure);
    }
}
