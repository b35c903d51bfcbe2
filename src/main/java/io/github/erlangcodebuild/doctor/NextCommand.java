package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.aws.s3.ListedToolchain;
import io.github.erlangcodebuild.doctor.ImageCheck.Images;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides what to do next: the first thing that is missing on the way from a toolchain to builds on its image. */
final class NextCommand {

    private static final Pattern AWS_LOGIN =
            Pattern.compile("\\baws (?:sso login|configure sso|login)(?: --profile \\S+?(?=[.,;]?(?:\\s|$)))?");

    private final DoctorRequest request;

    NextCommand(DoctorRequest request) {
        this.request = request;
    }

    /** What gives credentials, as their remedy says. */
    static NextStep credentials(String remedy) {
        Matcher command = AWS_LOGIN.matcher(remedy);
        return new NextStep(
                "AWS has to know who you are. Do what is said above, and run doctor again.",
                command.find() ? Optional.of(command.group()) : Optional.empty());
    }

    /**
     * What comes next.
     *
     * @param toolchains empty where it is not known
     * @param images empty where it is not known
     * @param target the finding on what is built on the image
     */
    NextStep of(Optional<List<ListedToolchain>> toolchains, Optional<Images> images, Finding target) {
        String version = request.erlangVersion();
        if (images.isPresent() && images.get().newest(version).isPresent()) {
            return rollout(target, image(images.get()));
        }
        if (toolchains.isEmpty()) {
            return new NextStep(
                    "It is not known whether there is a toolchain: see what is said above of it.", Optional.empty());
        }
        if (!toolchains.get().contains(new ListedToolchain(version, request.architecture()))) {
            return new NextStep(
                    "There is no toolchain of OTP " + version + " for " + request.architecture()
                            + ": compile one in CodeBuild.",
                    command("bootstrap", ""));
        }
        return images.isPresent()
                ? new NextStep("The toolchain is there, and no image has it: push one.", command("push", ""))
                : new NextStep(
                        "It is not known which images there are: push finds out what it has to send.",
                        command("push", ""));
    }

    private NextStep rollout(Finding target, String image) {
        if (request.stack().isEmpty() && request.projects().isEmpty()) {
            return new NextStep(
                    "The image is there: point your stack at it, or projects with -Derlang-codebuild.projects=….",
                    command("rollout", " -Derlang-codebuild.stackName=STACK" + image));
        }
        String where = request.stack()
                .map(stack -> " -Derlang-codebuild.stackName=" + stack)
                .orElseGet(() -> " -Derlang-codebuild.projects=" + String.join(",", request.projects()));
        return switch (target.state()) {
            case OK ->
                new NextStep(
                        "There is nothing to do. To see what builds take on this image:",
                        command("rollout", where + " -Derlang-codebuild.report=true"));
            case FAILED, UNKNOWN -> new NextStep("See what is said above of the rollout.", Optional.empty());
            case WARNING ->
                new NextStep("Builds do not use the newest image yet: roll it out.", command("rollout", where + image));
        };
    }

    /** By a tag of its version, as people know it; {@code pin} makes a digest of it. */
    private String image(Images images) {
        return images.newest(request.erlangVersion()).stream()
                .flatMap(newest -> newest.tags().stream())
                .filter(tag -> Images.isOf(request.erlangVersion(), tag))
                .findFirst()
                .flatMap(tag -> images.uri().map(uri -> " -Derlang-codebuild.image=" + uri + ":" + tag))
                .orElse("");
    }

    private Optional<String> command(String goal, String parameters) {
        StringBuilder command = new StringBuilder(GoalCommand.of(goal)).append(parameters);
        for (Map.Entry<String, String> option :
                request.options().getOrDefault(goal, Map.of()).entrySet()) {
            command.append(" -Derlang-codebuild.")
                    .append(option.getKey())
                    .append('=')
                    .append(option.getValue());
        }
        return Optional.of(command.toString());
    }
}
