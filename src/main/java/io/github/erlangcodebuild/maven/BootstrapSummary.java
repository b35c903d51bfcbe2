package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.aws.BootstrapRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The end of a bootstrap on the console: where the toolchains are, and how to push them. */
final class BootstrapSummary {

    private BootstrapSummary() {}

    /**
     * The lines.
     *
     * @param locations of the toolchains
     * @param options further parameters that a push needs, by name
     */
    static List<String> lines(BootstrapRequest request, List<String> locations, Map<String, String> options) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        locations.forEach(location -> lines.add("Toolchain: " + location));
        lines.add("");
        lines.add("Next: put it onto the base image, and push that:");
        boolean several = request.architectures().size() > 1;
        for (String version : request.otpVersions()) {
            for (String architecture : request.architectures()) {
                StringBuilder command = new StringBuilder(
                                "  mvn io.github.erlang-codebuild:erlang-codebuild-maven-plugin:push")
                        .append(parameter("erlangVersion", version))
                        .append(parameter("baseImage", request.images().getOrDefault(architecture, "…")));
                if (several && architecture.equals("arm64")) { // the same tag would take the other's place
                    command.append(parameter("tags", version + "-arm64"));
                }
                options.forEach((name, value) -> command.append(parameter(name, value)));
                lines.add(command.toString());
            }
        }
        lines.add("");
        return lines;
    }

    private static String parameter(String name, String value) {
        return " -Derlang-codebuild." + name + "=" + value;
    }
}
