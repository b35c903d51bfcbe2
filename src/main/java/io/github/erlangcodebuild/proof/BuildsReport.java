package io.github.erlangcodebuild.proof;

import java.time.Instant;
import java.util.List;

/**
 * A report of the last builds of one or more projects.
 *
 * @param account the AWS account of the projects: 12 digits
 * @param region the AWS region of the projects
 * @param created when the builds were read
 * @param projects a section for each project
 */
public record BuildsReport(String account, String region, Instant created, List<Section> projects) {

    public BuildsReport {
        projects = List.copyOf(projects);
    }

    /**
     * The builds of one project.
     *
     * @param provisioning what the PROVISIONING phase shows, as {@link ProvisioningAdvice} says it
     */
    public record Section(ProjectReport report, List<String> provisioning) {

        public Section {
            provisioning = List.copyOf(provisioning);
        }
    }
}
