package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.proof.Prices;
import java.time.Duration;
import java.util.List;

/**
 * Which test builds follow a rollout.
 *
 * @param projects which of the rollout's projects are built; empty for all of them
 * @param timeout how long all builds together may take
 * @param builds how many of a project's last builds are looked through for one on the previous image
 * @param prices what a minute of a build costs
 */
public record TestBuildRequest(List<String> projects, Duration timeout, int builds, Prices prices) {

    public TestBuildRequest {
        projects = List.copyOf(projects);
    }
}
