package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.proof.EndedBuild;
import java.util.List;

/**
 * The last builds of a project.
 *
 * @param ended those that have ended, the newest first
 * @param running how many have not ended yet
 */
public record LastBuilds(List<EndedBuild> ended, int running) {

    public LastBuilds {
        ended = List.copyOf(ended);
    }
}
