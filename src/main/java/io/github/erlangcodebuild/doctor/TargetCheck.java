package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.cloudformation.Stack;
import io.github.erlangcodebuild.aws.cloudformation.StackProjects;
import io.github.erlangcodebuild.aws.cloudformation.Stacks;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProjects;
import io.github.erlangcodebuild.aws.codebuild.ProjectImage;
import io.github.erlangcodebuild.aws.ecr.StoredImage;
import io.github.erlangcodebuild.doctor.ImageCheck.Images;
import java.util.List;
import java.util.Optional;

/** What is to be built on the image: a stack's projects, or projects by name. */
final class TargetCheck {

    private static final String ID = "rollout";
    private static final String LABEL = "Rollout";

    private TargetCheck() {}

    /** A project and the name of its image, which is empty where CodeBuild names none. */
    record Use(String project, String image) {

        /** Whether it is this image, by tag or by digest. */
        boolean isOf(String uri, StoredImage newest) {
            return image.equals(uri + "@" + newest.digest())
                    || newest.tags().stream().anyMatch(tag -> image.equals(uri + ":" + tag));
        }
    }

    /** Looks at the projects of the request's stack, or at its projects. */
    static Examination.Check<List<Use>> of(Aws aws, DoctorRequest request, Examination examination) {
        return new Examination.Check<>(ID, LABEL, () -> {
            if (request.stack().isEmpty() && request.projects().isEmpty()) {
                Finding none = Finding.unknown(
                        ID, LABEL, "not checked: neither stackName nor projects says what is built on the image");
                return new Checked<>(none, Optional.empty());
            }
            List<String> names = request.stack()
                    .map(stack -> ofStack(aws, stack, examination))
                    .orElse(request.projects());
            List<CodeBuildProject> projects = names.isEmpty()
                    ? List.of()
                    : examination.trying("codebuild:BatchGetProjects", () -> new CodeBuildProjects(aws).find(names));
            requireAll(request, names, projects, aws);
            List<Use> uses = projects.stream()
                    .map(project -> new Use(
                            project.name(),
                            project.image().map(ProjectImage::name).orElse("")))
                    .toList();
            return Checked.of(Finding.ok(ID, LABEL, ""), uses); // what it says depends on what has been pushed
        });
    }

    private static List<String> ofStack(Aws aws, String name, Examination examination) {
        Optional<Stack> stack = examination.trying("cloudformation:DescribeStacks", () -> new Stacks(aws).find(name));
        if (stack.isEmpty()) {
            throw new ActionableException(
                    "There is no stack " + name + " in account " + aws.account() + " in " + aws.region() + ".",
                    "Check stackName, account and region.");
        }
        return examination.trying("cloudformation:ListStackResources", () -> new StackProjects(aws).of(name));
    }

    private static void requireAll(
            DoctorRequest request, List<String> names, List<CodeBuildProject> projects, Aws aws) {
        List<String> found = projects.stream().map(CodeBuildProject::name).toList();
        List<String> missing =
                names.stream().filter(name -> !found.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new ActionableException(
                    "There is no CodeBuild project " + String.join(", ", missing) + " in account " + aws.account()
                            + " in " + aws.region() + ".",
                    "Check projects, account and region.");
        }
        if (names.isEmpty()) {
            throw new ActionableException(
                    "The stack " + request.stack().orElse("") + " has no CodeBuild project.",
                    "Name the stack whose projects are built on the image with -Derlang-codebuild.stackName=….");
        }
    }

    /** What projects are built on, and whether that is the newest image of the version. */
    static Finding finding(Checked<List<Use>> target, Optional<Images> images, String erlangVersion) {
        if (target.value().isEmpty()) {
            return target.finding();
        }
        List<Use> uses = target.value().get();
        List<String> items = uses.stream()
                .map(use -> use.project() + " builds on " + use.image())
                .toList();
        Optional<StoredImage> newest = images.flatMap(found -> found.newest(erlangVersion));
        String uri = images.flatMap(Images::uri).orElse("");
        Finding finding;
        if (newest.isEmpty()) {
            finding = images.isPresent()
                    ? Finding.warning(ID, LABEL, "there is no image of OTP " + erlangVersion + " to build on yet")
                    : Finding.unknown(ID, LABEL, "not known whether that is the newest image");
        } else {
            List<Use> others =
                    uses.stream().filter(use -> !use.isOf(uri, newest.get())).toList();
            finding = others.isEmpty()
                    ? Finding.ok(ID, LABEL, "on the newest image of OTP " + erlangVersion)
                    : Finding.warning(
                            ID,
                            LABEL,
                            others.size() + " of " + uses.size() + " not on the newest image of OTP " + erlangVersion);
        }
        return finding.withItems(items).with("projects", items);
    }
}
