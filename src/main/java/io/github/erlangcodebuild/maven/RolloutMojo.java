package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.console.ReportConsole;
import io.github.erlangcodebuild.console.RolloutConsole;
import io.github.erlangcodebuild.console.RolloutSummary;
import io.github.erlangcodebuild.console.ShutdownMessage;
import io.github.erlangcodebuild.console.TestBuildConsole;
import io.github.erlangcodebuild.proof.BuildsReport;
import io.github.erlangcodebuild.proof.Prices;
import io.github.erlangcodebuild.rollout.BuildReporter;
import io.github.erlangcodebuild.rollout.ReportRequest;
import io.github.erlangcodebuild.rollout.Rollout;
import io.github.erlangcodebuild.rollout.RolloutPlan;
import io.github.erlangcodebuild.rollout.RolloutRequest;
import io.github.erlangcodebuild.rollout.RolloutRequest.StackParameter;
import io.github.erlangcodebuild.rollout.RolloutResult;
import io.github.erlangcodebuild.rollout.TestBuildRequest;
import io.github.erlangcodebuild.rollout.TestBuilds;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Updates a CloudFormation stack, or CodeBuild projects, to use an image: the one that was pushed last, or any other. In a
 * stack, one parameter changes. In a project, the image changes and how CodeBuild pulls it. Everything else stays as it is.
 */
@Mojo(name = "rollout", requiresProject = false, threadSafe = true)
public final class RolloutMojo extends AwsMojo {

    private static final int MOST_BUILDS = 1000;

    /** The name of the CloudFormation stack to update. Set either stackName or projects. */
    @Parameter(property = "erlang-codebuild.stackName")
    @Nullable
    private String stackName;

    /** The name of the stack's parameter that holds the image of its CodeBuild projects. */
    @Parameter(property = "erlang-codebuild.stackParameter", defaultValue = "CodeBuildImage")
    private String stackParameter = "";

    /**
     * The names of the CodeBuild projects to update, separated by commas. For projects that a stack created use stackName:
     * the next update of the stack would set the image of its template again.
     */
    @Parameter(property = "erlang-codebuild.projects")
    @Nullable
    private List<String> projects;

    /**
     * The image to use: an image in Amazon ECR by tag or digest, in this or another account; a curated image of CodeBuild
     * (<code>aws/codebuild/…</code>); or an image in another registry, which is not looked up. The default is the image that
     * was pushed last, from outputFile.
     */
    @Parameter(property = "erlang-codebuild.image")
    @Nullable
    private String image;

    /**
     * Uses the image by its digest, <code>REPOSITORY@sha256:…</code>. Builds then keep this image when its tag moves to
     * another one.
     */
    @Parameter(property = "erlang-codebuild.pin", defaultValue = "false")
    private boolean pin;

    /** Allows the update to remove or replace resources of the stack. Without it, such an update is refused. */
    @Parameter(property = "erlang-codebuild.allowReplacement", defaultValue = "false")
    private boolean allowReplacement;

    /** Prints what would change, including what CloudFormation would do, without changing anything. */
    @Parameter(property = "erlang-codebuild.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * The file in which <code>push</code> recorded the image that it pushed. The default is <code>erlang-codebuild/image.json</code> in the project's
     * build directory, or in <code>target</code> where there is no project.
     */
    @Parameter(property = "erlang-codebuild.outputFile")
    @Nullable
    private File outputFile;

    /**
     * Reports what the last builds of the projects took, by image, instead of updating anything. The report is printed, and
     * written to <code>builds.json</code> and <code>builds.html</code> in reportDirectory.
     */
    @Parameter(property = "erlang-codebuild.report", defaultValue = "false")
    private boolean report;

    /**
     * Starts a build of each project after the update, and compares it with the last successful build on the previous image.
     * If a build fails, the update is taken back.
     */
    @Parameter(property = "erlang-codebuild.testBuild", defaultValue = "false")
    private boolean testBuild;

    /** The names of the projects to start test builds of, separated by commas. The default is all that were updated. */
    @Parameter(property = "erlang-codebuild.testProjects")
    @Nullable
    private List<String> testProjects;

    /** The number of last builds of each project to look at, from 1 to 1000. */
    @Parameter(property = "erlang-codebuild.builds", defaultValue = "50")
    private String builds = "";

    /**
     * The price of a build minute in US dollars, such as <code>0.005</code>, for all compute types. The default is the list
     * price of the compute type in us-east-1 in 2026, as far as the documentation names it.
     */
    @Parameter(property = "erlang-codebuild.pricePerMinute")
    @Nullable
    private String pricePerMinute;

    /**
     * The directory to write the report to. The default is <code>erlang-codebuild</code> in the project's build directory, or in
     * <code>target</code> where there is no project.
     */
    @Parameter(property = "erlang-codebuild.reportDirectory")
    @Nullable
    private File reportDirectory;

    /** The number of minutes to wait for all test builds together. */
    @Parameter(property = "erlang-codebuild.timeout", defaultValue = "60")
    private String timeout = "";

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Inject
    @SuppressWarnings("NullAway.Init") // Maven sets the read-only parameters
    public RolloutMojo(SettingsDecrypter decrypter) {
        super(decrypter);
    }

    @Override
    IamPolicy rights() {
        return entries("projects", projects).isEmpty() ? IamPolicy.ROLLOUT : IamPolicy.ROLLOUT_PROJECTS;
    }

    @Override
    void run(Aws aws, MavenSettings settings) {
        if (report && testBuild) {
            throw new ActionableException(
                    "Both report and testBuild are set: a report changes nothing, a test build follows a change.",
                    "Give one of the two.");
        }
        TestBuildRequest testBuilds = testBuilds(); // a slip in it shows before anything is changed
        if (report) {
            report(
                    aws,
                    new ReportRequest(
                            text(stackName), entries("projects", projects), testBuilds.builds(), testBuilds.prices()));
        } else {
            rollOut(aws, request(testBuild ? Optional.of(testBuilds) : Optional.empty()));
        }
    }

    private void report(Aws aws, ReportRequest request) {
        Path directory = reportDirectory == null
                ? ImageJson.location(null, project, session()).resolveSibling(".")
                : reportDirectory.toPath();
        ReportFiles.requireWritable(directory);
        BuildsReport builds = new BuildReporter(aws, new ReportConsole(output())).report(request);
        ReportFiles.write(builds, directory).forEach(file -> output().info("Written: " + file));
    }

    private void rollOut(Aws aws, RolloutRequest request) {
        Rollout rollout = new Rollout(aws, new RolloutConsole(output(), InstantSource.system()));
        RolloutPlan plan = rollout.plan(request);
        if (dryRun) {
            rollout.discard(plan);
            RolloutSummary.planned(plan.changes(), plan.resources()).forEach(output()::info);
            return;
        }
        RolloutResult rolledOut = rollout.apply(plan);
        RolloutSummary.done(rolledOut.image(), rolledOut.changes(), rolledOut.rollbackCommands())
                .forEach(output()::info);
        request.testBuild().ifPresent(testBuilds -> test(aws, rollout, rolledOut, testBuilds));
    }

    private void test(Aws aws, Rollout rollout, RolloutResult rolledOut, TestBuildRequest request) {
        TestBuildConsole console = new TestBuildConsole(output(), InstantSource.system());
        ShutdownMessage message = ShutdownMessage.register(() -> console.shutdownMessage()
                .map(words -> RolloutSummary.shutdownMessage(words, rolledOut.rollbackCommands())));
        try {
            new TestBuilds(aws, rollout, console).run(rolledOut, request);
        } finally {
            console.ended();
            message.cancel();
        }
    }

    private RolloutRequest request(Optional<TestBuildRequest> testBuilds) {
        Optional<StackParameter> stack = text(stackName).map(name -> new StackParameter(name, stackParameter.trim()));
        RolloutRequest.requireTarget(
                stack, entries("projects", projects)); // with no image either, this is what is missing first
        return new RolloutRequest(
                text(image)
                        .map(RolloutRequest.Image::named)
                        .orElseGet(() -> ImageJson.read(ImageJson.location(outputFile, project, session()))),
                pin,
                stack,
                entries("projects", projects),
                allowReplacement,
                testBuilds);
    }

    private TestBuildRequest testBuilds() {
        return new TestBuildRequest(entries("testProjects", testProjects), timeout(), builds(), prices());
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

    private Prices prices() {
        return text(pricePerMinute).map(Prices::perMinute).orElseGet(Prices::list);
    }
}
