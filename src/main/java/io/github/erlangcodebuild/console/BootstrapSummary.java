package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.aws.ecr.RepositorySettings;
import io.github.erlangcodebuild.bootstrap.BootstrapPlan;
import io.github.erlangcodebuild.bootstrap.BootstrapRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The end of a bootstrap on the console: where the toolchains are, and how to push them. */
public final class BootstrapSummary {

    private BootstrapSummary() {}

    /**
     * The lines.
     *
     * @param locations of the toolchains
     * @param options further parameters that a push needs, by name
     * @param versions the order of OTP versions: the last one's image gets the tag latest
     */
    public static List<String> lines(
            BootstrapRequest request,
            List<String> locations,
            Map<String, String> options,
            Comparator<String> versions) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        locations.forEach(location -> lines.add("Toolchain: " + location));
        lines.add("");
        lines.add("Next: put it onto the base image, and push that:");
        String highest = request.otpVersions().stream().max(versions).orElseThrow();
        boolean bothArchitectures = request.architectures().size() > 1;
        int images = request.otpVersions().size() * request.architectures().size();
        for (String version : request.otpVersions()) {
            for (String architecture : request.architectures()) {
                StringBuilder command = new StringBuilder("  " + GoalCommand.of("push"))
                        .append(parameter("erlangVersion", version))
                        .append(parameter("baseImage", request.image(architecture)));
                if (bothArchitectures && architecture.equals("arm64")) { // the same tag would take the other's place
                    command.append(parameter("tags", version + "-arm64"));
                } else if (!version.equals(highest)) { // latest is the highest, whatever is pushed last
                    command.append(parameter("tags", version));
                }
                options.forEach((name, value) -> command.append(parameter(name, value)));
                lines.add(command.toString());
            }
        }
        if (images > RepositorySettings.DEFAULT_KEEP_IMAGES) { // not in the commands: it replaces a policy that stands
            lines.add("A repository that push creates keeps its " + RepositorySettings.DEFAULT_KEEP_IMAGES
                    + " newest images, all versions counted. If there is none yet, give the first push"
                    + parameter("keepImages", String.valueOf(images)) + " or more.");
        }
        lines.add("");
        return lines;
    }

    /** The lines that say what a bootstrap would do. */
    public static List<String> planned(BootstrapPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        if (plan.builds().isEmpty()) {
            lines.add("Dry run. A bootstrap would change nothing: what was asked for is there.");
            lines.add("");
            return lines;
        }
        lines.add("Dry run, nothing is changed. A bootstrap would");
        if (plan.makesStack()) {
            lines.add("  make the stack " + plan.stack() + ": a CodeBuild project, its roles and log group"
                    + plan.newBucket()
                            .map(bucket -> ", and the bucket " + bucket)
                            .orElse(". The bucket is there already"));
        } else if (plan.resources().isEmpty()) {
            lines.add("  leave the stack " + plan.stack() + " as it is");
        } else {
            lines.add("  change the stack " + plan.stack() + ", in which CloudFormation would");
            plan.resources().forEach(resource -> lines.add("    " + RolloutSummary.line(resource)));
        }
        lines.add("  compile in CodeBuild, which costs what its minutes cost");
        plan.builds().forEach(build -> lines.add("    " + build));
        lines.add("");
        return lines;
    }

    private static String parameter(String name, String value) {
        return " -Derlang-codebuild." + name + "=" + value;
    }
}
