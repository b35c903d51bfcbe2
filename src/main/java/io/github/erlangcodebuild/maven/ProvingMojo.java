package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.cloudformation.StackProjects;
import io.github.erlangcodebuild.aws.codebuild.BuildHistory;
import io.github.erlangcodebuild.console.BuildConsole;
import io.github.erlangcodebuild.console.Farewell;
import io.github.erlangcodebuild.console.RolloutSummary;
import io.github.erlangcodebuild.proof.BuildsReport;
import io.github.erlangcodebuild.proof.Prices;
import io.github.erlangcodebuild.proof.ProjectReport;
import io.github.erlangcodebuild.proof.Provisioning;
import io.github.erlangcodebuild.proof.Provisioning.Answer;
import io.github.erlangcodebuild.proof.ReportText;
import io.github.erlangcodebuild.rollout.RolledOut;
import io.github.erlangcodebuild.rollout.Rollout;
import io.github.erlangcodebuild.rollout.TestBuildRequest;
import io.github.erlangcodebuild.rollout.TestBuildResult;
import io.github.erlangcodebuild.rollout.TestBuilds;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** The part of <code>rollout</code> that shows what it was good for: a report of the last builds, or a build. */
abstract class ProvingMojo extends AwsMojo {

    private static final int MOST_BUILDS = 1000;

    /**
     * Changes nothing: prints what the last builds of the projects took, by image, and writes it as
     * <code>builds.json</code> and <code>builds.html</code>.
     */
    @Parameter(property = "erlang-codebuild.report", defaultValue = "false")
    private boolean report;

    /**
     * Starts a build of each project that was rolled out to, and prints it beside the last one on the image of before. When
     * it fails, everything goes back to that image.
     */
    @Parameter(property = "erlang-codebuild.testBuild", defaultValue = "false")
    private boolean testBuild;

    /** The projects to build for that, with commas between their names. The default is all that were rolled out to. */
    @Parameter(property = "erlang-codebuild.testProjects")
    @Nullable
    private List<String> testProjects;

    /** How many of each project's last builds to look at. */
    @Parameter(property = "erlang-codebuild.builds", defaultValue = "50")
    private String builds = "";

    /**
     * What a minute of a build costs, in US dollars. The default is the list price of the compute type in us-east-1 in 2026,
     * for those that the documentation names.
     */
    @Parameter(property = "erlang-codebuild.pricePerMinute")
    @Nullable
    private String pricePerMinute;

    /**
     * Where the report is written. The default is <code>erlang-codebuild</code> in the project's build directory, or in
     * <code>target</code> where there is no project.
     */
    @Parameter(property = "erlang-codebuild.reportDirectory")
    @Nullable
    private File reportDirectory;

    /** How many minutes to wait for the builds. */
    @Parameter(property = "erlang-codebuild.timeout", defaultValue = "60")
    private String timeout = "";

    ProvingMojo(SettingsDecrypter decrypter) {
        super(decrypter, IamPolicy.ROLLOUT);
    }

    /** Whether a report is wanted, and nothing else. */
    final boolean wantsReport() {
        if (report && testBuild) {
            throw new ActionableException(
                    "Both report and testBuild are set: a report changes nothing, a test build follows a change.",
                    "Give one of the two.");
        }
        testBuildRequest(); // a slip in it shows before anything is changed
        return report;
    }

    private int builds() {
        int number = wholeNumber("builds", builds);
        if (number < 1 || number > MOST_BUILDS) {
            throw new ActionableException(
                    "builds is " + number + ", which is not between 1 and " + MOST_BUILDS + ".",
                    "Give the number of builds to look at, such as -Derlang-codebuild.builds=50.");
        }
        return number;
    }

    private Duration timeout() {
        int minutes = wholeNumber("timeout", timeout);
        if (minutes < 1) {
            throw new ActionableException(
                    "timeout is " + minutes + ", which leaves the builds no time.",
                    "Give minutes, such as -Derlang-codebuild.timeout=60.");
        }
        return Duration.ofMinutes(minutes);
    }

    /** Prints and writes what the last builds took. */
    final void report(Aws aws, Optional<String> stack, List<String> projects, Path defaultDirectory) {
        BuildHistory history = new BuildHistory(aws);
        List<BuildsReport.Section> sections = new ArrayList<>();
        for (String project : reported(aws, stack, projects)) {
            ProjectReport figures = history.report(project, builds(), prices());
            Optional<String> release = release(history, figures.provisioning());
            String options = pushOptions(aws, figures.provisioning());
            show(ReportText.lines(figures), ReportText.provisioning(figures.provisioning(), release, options));
            sections.add(BuildsReport.Section.of(figures, release, options));
        }
        ReportFiles.write(
                        new BuildsReport(aws.account(), aws.region(), Instant.now(), sections),
                        reportDirectory == null ? defaultDirectory : reportDirectory.toPath())
                .forEach(file -> getLog().info("Written: " + file));
    }

    private static List<String> reported(Aws aws, Optional<String> stack, List<String> projects) {
        List<String> names = new ArrayList<>(new LinkedHashSet<>(projects));
        stack.ifPresent(name -> names.addAll(new StackProjects(aws).of(name)));
        if (names.isEmpty()) {
            throw new ActionableException(
                    stack.map(name -> "The stack " + name + " holds no CodeBuild project.")
                            .orElse("Neither a stack nor a project is named whose builds are to be reported."),
                    "Name the CloudFormation stack with -Derlang-codebuild.stackName=…, or CodeBuild projects with"
                            + " -Derlang-codebuild.projects=a,b.");
        }
        return names;
    }

    final Optional<TestBuildRequest> testBuild() {
        return testBuild ? Optional.of(testBuildRequest()) : Optional.empty();
    }

    private TestBuildRequest testBuildRequest() {
        List<String> named = testProjects == null ? List.of() : testProjects;
        return new TestBuildRequest(
                named.stream().map(String::trim).filter(name -> !name.isEmpty()).toList(),
                timeout(),
                builds(),
                prices());
    }

    /** Builds, and prints what the builds took beside those on the image of before. */
    final void test(Aws aws, Rollout rollout, RolledOut rolledOut, TestBuildRequest request) {
        BuildConsole console = new BuildConsole(output(), InstantSource.system());
        Farewell farewell = Farewell.with(
                () -> console.farewell().map(words -> RolloutSummary.farewell(words, rolledOut.wayBack())));
        try {
            new TestBuilds(aws, rollout, console).run(rolledOut, request, result -> {
                console.ended();
                show(aws, result);
            });
        } finally {
            console.ended();
            farewell.takeBack();
        }
    }

    private void show(Aws aws, TestBuildResult result) {
        Provisioning provisioning = result.provisioning();
        show(
                ReportText.sideBySide(result.comparison(), result.notes()),
                ReportText.provisioning(
                        provisioning, release(new BuildHistory(aws), provisioning), pushOptions(aws, provisioning)));
    }

    private void show(List<String> lines, List<String> provisioning) {
        getLog().info("");
        lines.forEach(getLog()::info);
        if (!provisioning.isEmpty()) {
            getLog().info("");
            provisioning.forEach(getLog()::info);
        }
        getLog().info("");
    }

    /** The report is worth reading without it. */
    private Optional<String> release(BuildHistory history, Provisioning provisioning) {
        if (provisioning.answer() != Answer.FAR_ABOVE) {
            return Optional.empty();
        }
        try {
            return history.currentRelease(provisioning.family());
        } catch (ActionableException e) {
            getLog().warn(e.problem());
            return Optional.empty();
        }
    }

    private Prices prices() {
        return text(pricePerMinute).map(Prices::perMinute).orElseGet(Prices::list);
    }

    /** What a push needs to go where the image is, for the command that is printed. */
    private String pushOptions(Aws aws, Provisioning provisioning) {
        return provisioning
                        .registryOutside(aws.account(), aws.region())
                        .map(host -> " -Derlang-codebuild.registry=" + host)
                        .orElse("")
                + region().map(value -> " -Derlang-codebuild.region=" + value).orElse("")
                + profile().map(value -> " -Derlang-codebuild.profile=" + value).orElse("");
    }
}
