package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.proof.ProjectReport;
import io.github.erlangcodebuild.proof.Provisioning;
import io.github.erlangcodebuild.proof.ProvisioningAdvice;
import java.util.List;

/**
 * A successful test build, compared with the last successful build on the previous image.
 *
 * @param comparison the figures of both builds, or of the test build alone when there is no other
 * @param notes which builds are compared, or why there is no other, in whole sentences
 * @param provisioning the PROVISIONING phase of the test build, compared with the last builds on other images
 * @param advice what that means, as {@link ProvisioningAdvice} says it
 */
public record TestBuildResult(
        ProjectReport comparison, List<String> notes, Provisioning provisioning, List<String> advice) {

    public TestBuildResult {
        notes = List.copyOf(notes);
        advice = List.copyOf(advice);
    }
}
