package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.CURATED;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.NEW;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.denied;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.ids;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.succeeded;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.builds;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.noProject;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.project;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.projects;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.resources;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.proof.BuildsReport;
import io.github.erlangcodebuild.proof.BuildsReport.Section;
import io.github.erlangcodebuild.proof.Prices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BuildReporterTest {

    private static final Instant NOW = Instant.parse("2026-11-24T09:30:00Z");

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
    private final List<String> told = new ArrayList<>();
    private RolloutStandIn account;

    @BeforeEach
    void meet() {
        account = new RolloutStandIn(standIn);
        account.codeBuild("BatchGetProjects", projects(project("erlang", NEW), project("client", NEW)));
        account.codeBuild("ListBuildsForProject", ids("erlang:2", "erlang:1"));
        history(20);
    }

    /** Whatever a test made the report do, the policy in its message and in the documentation allows. */
    @AfterEach
    void close() {
        assertThat(RolloutPolicyTest.allowed(IamPolicy.ROLLOUT)).containsAll(account.calls());
        aws.close();
    }

    @Test
    void eachProjectIsToldAsSoonAsItHasBeenLookedAtAndIsASectionOfTheReport() {
        account.formation("ListStackResources", resources("Project AWS::CodeBuild::Project client"));

        BuildsReport report = report(Optional.of("ci"), "erlang", "erlang");

        assertThat(told).containsExactly("erlang", "client");
        assertThat(report.projects())
                .extracting(section -> section.report().project())
                .containsExactly("erlang", "client");
        assertThat(report.account()).isEqualTo("123456789012");
        assertThat(report.region()).isEqualTo("us-east-1");
        assertThat(report.created()).isEqualTo(NOW);
    }

    @Test
    void whereTheHostsDoNotHoldTheBaseTheAdviceNamesTheCurrentReleaseAndWhereThePushGoes() {
        history(350);

        assertThat(report(Optional.empty(), "erlang").projects().get(0).provisioning())
                .contains("The current release is " + CURATED + "-26.10.15. Build the image on it anew:")
                .anyMatch(paragraph -> paragraph.startsWith("mvn ")
                        && paragraph.endsWith(
                                " -Derlang-codebuild.erlangVersion=27.1 -Derlang-codebuild.region=us-east-1"));
    }

    @Test
    void whoMayNotLookForTheCurrentReleaseIsToldAndHasTheReport() {
        history(350);
        account.codeBuild("ListCuratedEnvironmentImages", denied("codebuild:ListCuratedEnvironmentImages", "*"));

        assertThat(report(Optional.empty(), "erlang").projects().get(0).provisioning())
                .anyMatch(paragraph ->
                        paragraph.startsWith("Which release of " + CURATED + " is current could not be found."));
        assertThat(told.get(0)).startsWith("warning: Cannot find out which release of " + CURATED + " is current");
        assertThat(told.get(1)).isEqualTo("erlang");
    }

    @Test
    void theCurrentReleaseIsNotAskedForWhereNothingIsToBeDone() {
        report(Optional.empty(), "erlang");

        assertThat(account.calls()).doesNotContain("codebuild:ListCuratedEnvironmentImages");
    }

    @Test
    void whatWasToldStandsWhenTheNextProjectIsMissing() {
        account.codeBuild("BatchGetProjects", projects(project("erlang", NEW)), noProject("other"));

        assertThatThrownBy(() -> report(Optional.empty(), "erlang", "other"))
                .hasMessageStartingWith("There is no CodeBuild project other");
        assertThat(told).containsExactly("erlang");
    }

    @Test
    void aStackWithoutProjectsIsNamed() {
        account.formation("ListStackResources", resources("Role AWS::IAM::Role ci-Role"));

        assertThatThrownBy(() -> report(Optional.of("ci")))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("The stack ci holds no CodeBuild project.")
                .hasMessageContaining("-Derlang-codebuild.projects=a,b");
    }

    @Test
    void withNeitherAStackNorAProjectThereIsNothingToReport() {
        assertThatThrownBy(() -> report(Optional.empty()))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("Neither a stack nor a project is named whose builds are to be reported.");
        assertThat(account.calls()).isEmpty();
    }

    /** A build on the curated image, and one since on the pushed one, with so many seconds in PROVISIONING. */
    private void history(int provisioning) {
        account.codeBuild(
                "BatchGetBuilds",
                builds(succeeded("erlang:2", NEW, provisioning, 12), succeeded("erlang:1", CURATED, 20, 280)));
    }

    private BuildsReport report(Optional<String> stack, String... projects) {
        return new BuildReporter(aws, new Told(), () -> NOW)
                .report(new ReportRequest(stack, List.of(projects), 50, Prices.list()));
    }

    private final class Told implements ReportLog {

        @Override
        public void project(Section section) {
            told.add(section.report().project());
        }

        @Override
        public void warn(String text) {
            told.add("warning: " + text);
        }
    }
}
