package io.github.erlangcodebuild.proof;

import java.time.Instant;
import java.util.List;

/**
 * What a report is about: the builds of one or more projects, and when they were looked at.
 *
 * @param region whose builds they are
 * @param projects each with what PROVISIONING says, and what to do about it
 */
public record BuildsReport(String account, String region, Instant created, List<Section> projects) {

    public BuildsReport {
        projects = List.copyOf(projects);
    }

    /**
     * A project's part of it.
     *
     * @param provisioning what PROVISIONING means, as {@link ProvisioningAdvice} says it
     */
    public record Section(ProjectReport report, List<String> provisioning) {

        public Section {
            provisioning = List.copyOf(provisioning);
        }
    }
}
