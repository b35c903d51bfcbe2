package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.proof.Prices;
import java.time.Duration;
import java.util.List;

/**
 * The test builds that follow a rollout.
 *
 * @param projects the names of the projects to build; empty for all projects of the rollout
 * @param timeout how long all test builds together may take
 * @param builds how many of each project's last builds are searched for one on the previous image
 * @param prices the prices that the costs are calculated with
 */
public record TestBuildRequest(List<String> projects, Duration timeout, int builds, Prices prices) {

    public TestBuildRequest {
        projects = List.copyOf(projects);
    }
}
