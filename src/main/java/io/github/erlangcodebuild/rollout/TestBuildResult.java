package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.proof.ProjectReport;
import io.github.erlangcodebuild.proof.Provisioning;
import java.util.List;

/**
 * A test build that succeeded, compared with the last build that succeeded on the previous image.
 *
 * @param comparison of the two builds; of the test build alone where there is no other
 * @param provisioning what PROVISIONING says of the test build, compared with all builds that were looked at
 * @param notes what should be known of the comparison, in whole sentences
 */
public record TestBuildResult(ProjectReport comparison, Provisioning provisioning, List<String> notes) {

    public TestBuildResult {
        notes = List.copyOf(notes);
    }
}
