package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.proof.ProjectReport;
import io.github.erlangcodebuild.proof.Provisioning;
import io.github.erlangcodebuild.proof.ProvisioningAdvice;
import java.util.List;

/**
 * A test build that succeeded, compared with the last build that succeeded on the previous image.
 *
 * @param comparison of the two builds; of the test build alone where there is no other
 * @param notes what should be known of the comparison, in whole sentences
 * @param provisioning what PROVISIONING says of the test build, compared with all builds that were looked at
 * @param advice what that means, as {@link ProvisioningAdvice} says it
 */
public record TestBuildResult(
        ProjectReport comparison, List<String> notes, Provisioning provisioning, List<String> advice) {

    public TestBuildResult {
        notes = List.copyOf(notes);
        advice = List.copyOf(advice);
    }
}
