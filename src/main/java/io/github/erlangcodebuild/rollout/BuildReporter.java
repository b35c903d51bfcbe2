package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.cloudformation.StackProjects;
import io.github.erlangcodebuild.aws.codebuild.BuildHistory;
import io.github.erlangcodebuild.proof.BuildsReport;
import io.github.erlangcodebuild.proof.ProjectReport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Reports what the last builds of CodeBuild projects took, by image, and changes nothing. */
public final class BuildReporter {

    private final Aws aws;
    private final ReportLog log;
    private final InstantSource clock;

    public BuildReporter(Aws aws, ReportLog log) {
        this(aws, log, InstantSource.system());
    }

    BuildReporter(Aws aws, ReportLog log, InstantSource clock) {
        this.aws = aws;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Reads the last builds of each project.
     *
     * @return the figures of all projects; the log has each project's as soon as they are read
     * @throws ActionableException when the stack or a project does not exist, when the stack has no project, or when access is
     *     denied
     */
    public BuildsReport report(ReportRequest request) {
        BuildHistory history = new BuildHistory(aws);
        ProvisioningAdvisor advisor = new ProvisioningAdvisor(aws, log::warn);
        List<BuildsReport.Section> sections = new ArrayList<>();
        for (String project : projects(request)) {
            ProjectReport report = history.report(project, request.builds(), request.prices());
            BuildsReport.Section section = new BuildsReport.Section(report, advisor.advise(report.provisioning()));
            log.project(section);
            sections.add(section);
        }
        return new BuildsReport(aws.account(), aws.region(), clock.instant(), sections);
    }

    private List<String> projects(ReportRequest request) {
        List<String> names = new ArrayList<>(request.projects());
        request.stack().ifPresent(stack -> {
            names.addAll(new StackProjects(aws).of(stack));
            if (names.isEmpty()) {
                throw ReportRequest.nothing("The stack " + stack + " holds no CodeBuild project.");
            }
        });
        return names;
    }
}
