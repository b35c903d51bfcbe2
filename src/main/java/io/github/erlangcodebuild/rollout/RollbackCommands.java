package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.aws.AwsSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The commands that take a rollout back. */
final class RollbackCommands {

    private static final String DEFAULT_PARAMETER = "CodeBuildImage";

    private RollbackCommands() {}

    /**
     * The commands, one for each previous image: projects may have had different ones.
     *
     * @param changes what the rollout changed; changes that were not needed are left out
     * @param settings the region and the profile of the rollout, which the commands name where the user did
     */
    static List<String> of(List<ImageChange> changes, AwsSettings settings) {
        Map<String, List<ImageChange>> byImage = changes.stream()
                .filter(ImageChange::isNeeded)
                .collect(Collectors.groupingBy(ImageChange::from, LinkedHashMap::new, Collectors.toList()));
        List<String> commands = new ArrayList<>();
        byImage.forEach((image, those) -> {
            StringBuilder command = new StringBuilder(GoalCommand.of("rollout"))
                    .append(parameter("image", image))
                    .append(parameter(
                            those.get(0).isOfStack() ? "stackName" : "projects",
                            those.stream().map(ImageChange::name).collect(Collectors.joining(","))));
            those.get(0)
                    .stackParameter()
                    .filter(name -> !name.equals(DEFAULT_PARAMETER))
                    .ifPresent(name -> command.append(parameter("stackParameter", name)));
            settings.region().ifPresent(region -> command.append(parameter("region", region)));
            settings.profile().ifPresent(profile -> command.append(parameter("profile", profile)));
            commands.add(command.toString());
        });
        return commands;
    }

    private static String parameter(String name, String value) {
        return " -Derlang-codebuild." + name + "=" + value;
    }
}
