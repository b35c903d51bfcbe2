package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.TransientFailures;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildBatch;

/** Asks CodeBuild for the state of one build or one batch, again and again until a deadline. */
final class BuildPoller {

    private final Aws aws;
    private final Polling polling;
    private final Polled polled;
    private final Instant began;
    private final Instant deadline;
    private final TransientFailures failures = new TransientFailures();

    private BuildPoller(Aws aws, Polling polling, Polled polled, Instant deadline) {
        this.aws = aws;
        this.polling = polling;
        this.polled = polled;
        this.began = polling.now();
        this.deadline = deadline;
    }

    /**
     * What is asked for.
     *
     * @param name {@code build PROJECT:UUID}
     * @param console the URL of its page in the AWS console
     */
    private record Polled(String name, String id, String console) {}

    /** @param id of the build: {@code PROJECT:UUID} */
    static BuildPoller ofBuild(Aws aws, Polling polling, String id, Instant deadline) {
        return new BuildPoller(aws, polling, new Polled("build " + id, id, CodeBuildConsole.build(aws, id)), deadline);
    }

    /** @param id of the batch: {@code PROJECT:UUID} */
    static BuildPoller ofBatch(Aws aws, Polling polling, String id, Instant deadline) {
        return new BuildPoller(aws, polling, new Polled("batch " + id, id, CodeBuildConsole.batch(aws, id)), deadline);
    }

    /** The URL of its page in the AWS console. */
    String console() {
        return polled.console();
    }

    /**
     * The present state of builds ({@code BatchGetBuilds}).
     *
     * @return empty after a temporary failure
     * @throws ActionableException after any other failure
     */
    Optional<List<Build>> builds(List<String> ids) {
        return ask("look at the build " + polled.id(), "codebuild:BatchGetBuilds", () -> aws.codeBuild()
                .batchGetBuilds(request -> request.ids(ids))
                .builds());
    }

    /** The present state of the batch ({@code BatchGetBuildBatches}), as {@link #builds}. */
    Optional<BuildBatch> batch() {
        return ask("look at the batch " + polled.id(), "codebuild:BatchGetBuildBatches", () -> aws.codeBuild()
                        .batchGetBuildBatches(request -> request.ids(polled.id()))
                        .buildBatches())
                .flatMap(batches -> batches.stream().findFirst());
    }

    private <T> Optional<T> ask(String purpose, String action, Supplier<T> question) {
        try {
            return failures.tolerate(question);
        } catch (SdkException e) {
            String arn = aws.arn("codebuild", "project/" + CodeBuildConsole.project(polled.id()));
            ActionableException explained = aws.failures().explain(purpose, action, arn, e);
            throw new ActionableException(
                    explained.problem() + " The build keeps running: " + polled.console(),
                    explained.remedy(),
                    explained);
        }
    }

    /**
     * Waits until it is time to ask again.
     *
     * @throws ActionableException when the deadline has passed
     */
    void await() {
        polling.await(
                began,
                deadline,
                "The " + polled.name(),
                "The build keeps running: " + polled.console()
                        + "\nGive it longer with -Derlang-codebuild.timeout=… (minutes).");
    }

    /** Waits for what a build writes last, which may arrive a moment after the build has ended. */
    void awaitLastLines() {
        polling.await(Instant.MAX, "The end of the log", "Run it again.");
    }
}
