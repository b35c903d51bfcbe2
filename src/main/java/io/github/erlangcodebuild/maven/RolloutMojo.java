package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.console.RolloutConsole;
import io.github.erlangcodebuild.console.RolloutSummary;
import io.github.erlangcodebuild.rollout.RolledOut;
import io.github.erlangcodebuild.rollout.Rollout;
import io.github.erlangcodebuild.rollout.RolloutPlan;
import io.github.erlangcodebuild.rollout.RolloutRequest;
import io.github.erlangcodebuild.rollout.RolloutRequest.StackParameter;
import java.io.File;
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
 * Points a CloudFormation stack, or CodeBuild projects, at an image: the one that was pushed last, or any other. Of a stack
 * one parameter changes, of a project its image and how it is loaded; everything else stays as it is. What has the image
 * already is left alone.
 */
@Mojo(name = "rollout", requiresProject = false, threadSafe = true)
public final class RolloutMojo extends ProvingMojo {

    /** The CloudFormation stack whose parameter holds the image of its CodeBuild project. Either this or projects. */
    @Parameter(property = "erlang-codebuild.stackName")
    @Nullable
    private String stackName;

    /** The parameter of that stack that holds the image. */
    @Parameter(property = "erlang-codebuild.stackParameter", defaultValue = "CodeBuildImage")
    private String stackParameter = "";

    /**
     * The CodeBuild projects to change, with commas between their names. For projects that no stack made: a stack takes
     * its own back.
     */
    @Parameter(property = "erlang-codebuild.projects")
    @Nullable
    private List<String> projects;

    /**
     * The image: one in Amazon ECR with tag or digest, of this or another account, or CodeBuild's own
     * (<code>aws/codebuild/…</code>). The default is the one that was pushed last, from outputFile.
     */
    @Parameter(property = "erlang-codebuild.image")
    @Nullable
    private String image;

    /**
     * Names the image by its digest, <code>REPOSITORY@sha256:…</code>: builds stay on this very image when its tag
     * moves on.
     */
    @Parameter(property = "erlang-codebuild.pin", defaultValue = "false")
    private boolean pin;

    /** Lets a stack lose or replace resources, if that is what the change of its parameter comes to. */
    @Parameter(property = "erlang-codebuild.allowReplacement", defaultValue = "false")
    private boolean allowReplacement;

    /** Says from which image to which it would go, and what CloudFormation would do, and changes nothing. */
    @Parameter(property = "erlang-codebuild.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Where <code>push</code> wrote what it pushed. The default is <code>erlang-codebuild/image.json</code> in the project's
     * build directory, or in <code>target</code> where there is no project.
     */
    @Parameter(property = "erlang-codebuild.outputFile")
    @Nullable
    private File outputFile;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Inject
    @SuppressWarnings("NullAway.Init") // Maven sets the read-only parameters
    public RolloutMojo(SettingsDecrypter decrypter) {
        super(decrypter);
    }

    @Override
    void run(Aws aws, MavenSettings settings) {
        if (wantsReport()) {
            report(
                    aws,
                    text(stackName),
                    named(),
                    ImageJson.location(null, project, session()).resolveSibling("."));
            return;
        }
        RolloutConsole console = new RolloutConsole(output(), InstantSource.system());
        Rollout rollout = new Rollout(aws, console);
        RolloutRequest request = request();
        RolloutPlan plan = rollout.plan(request);
        if (dryRun) {
            rollout.discard(plan);
            RolloutSummary.planned(plan.changes(), plan.resources()).forEach(getLog()::info);
            return;
        }
        RolledOut rolledOut = rollout.apply(plan);
        RolloutSummary.done(rolledOut.image(), rolledOut.changes(), rolledOut.wayBack())
                .forEach(getLog()::info);
        request.testBuild().ifPresent(testBuild -> test(aws, rollout, rolledOut, testBuild));
    }

    private RolloutRequest request() {
        Optional<StackParameter> stack = text(stackName).map(name -> new StackParameter(name, stackParameter.trim()));
        RolloutRequest.requireTarget(stack, named()); // with no image either, this is what is missing first
        return new RolloutRequest(
                text(image)
                        .map(RolloutRequest.Image::named)
                        .orElseGet(() -> ImageJson.read(ImageJson.location(outputFile, project, session()))),
                pin,
                stack,
                named(),
                allowReplacement,
                testBuild());
    }

    private List<String> named() {
        List<String> named = projects == null ? List.of() : projects;
        return named.stream().map(String::trim).filter(name -> !name.isEmpty()).toList();
    }
}
