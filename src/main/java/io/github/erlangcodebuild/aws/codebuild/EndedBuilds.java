package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.proof.Compute;
import io.github.erlangcodebuild.proof.EndedBuild;
import io.github.erlangcodebuild.proof.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** Makes values of CodeBuild's builds ({@code Build}), as far as they have ended. */
final class EndedBuilds {

    private EndedBuilds() {}

    static boolean hasEnded(Build build) {
        return build.buildStatus() != StatusType.IN_PROGRESS;
    }

    /** @param build that has ended */
    static EndedBuild of(Build build) {
        ProjectEnvironment environment = build.environment();
        return new EndedBuild(
                build.id(),
                Optional.ofNullable(build.projectName()).orElseGet(() -> CodeBuildConsole.project(build.id())),
                environment.image(),
                outcome(build),
                Optional.ofNullable(build.startTime()).orElse(Instant.EPOCH),
                new Compute(
                        Optional.ofNullable(environment.typeAsString()).orElse(""),
                        Optional.ofNullable(environment.computeTypeAsString()).orElse(""),
                        environment.fleet() != null),
                phases(build));
    }

    private static Outcome outcome(Build build) {
        if (build.buildStatus() == StatusType.SUCCEEDED) {
            return Outcome.SUCCEEDED;
        }
        return build.buildStatus() == StatusType.STOPPED ? Outcome.STOPPED : Outcome.FAILED;
    }

    /** COMPLETED is where a build ends, and takes no time. */
    private static Map<String, Long> phases(Build build) {
        Map<String, Long> phases = new LinkedHashMap<>();
        for (BuildPhase phase : build.phases()) {
            if (phase.phaseType() != BuildPhaseType.COMPLETED && phase.durationInSeconds() != null) {
                phases.merge(phase.phaseTypeAsString(), phase.durationInSeconds(), Long::sum);
            }
        }
        return phases;
    }
}
