package io.github.erlangcodebuild.proof;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
     * @param provisioning what PROVISIONING says, a paragraph each; a command begins with {@code mvn}
     */
    public record Section(ProjectReport report, List<String> provisioning) {

        public Section {
            provisioning = List.copyOf(provisioning);
        }

        /**
         * With what PROVISIONING says of these builds.
         *
         * @param release the current release of {@link Provisioning#family()}, where CodeBuild has named it
         * @param pushOptions further options of a push, each with a space before it
         */
        public static Section of(ProjectReport report, Optional<String> release, String pushOptions) {
            return new Section(report, Notes.provisioning(report.provisioning(), release, pushOptions));
        }
    }
}
