package io.github.erlangcodebuild.maven;

import java.util.Properties;
import java.util.Set;
import org.apache.maven.model.InputLocation;
import org.apache.maven.project.MavenProject;

/** Looks through the {@code <properties>} of the POM and of the profiles that are active in it or in {@code settings.xml}. */
final class PomProperties {

    /** What a push sets, for the plugins that run after it. */
    private static final Set<String> SET_BY_PUSH = Set.of("image.uri", "image.digest");

    private PomProperties() {}

    /** Refuses a name that no goal has a parameter for, and a switch that is neither on nor off. */
    static void check(MavenProject project, GoalParameters parameters) {
        Properties properties = project.getProperties();
        for (String property : properties.stringPropertyNames()) {
            if (property.startsWith(GoalParameters.PREFIX)) {
                String name = property.substring(GoalParameters.PREFIX.length());
                String given = "<" + property + "> in the <properties>" + location(project, property);
                if (!SET_BY_PUSH.contains(name)) {
                    if (parameters.ownersOfProperty(name).isEmpty()) {
                        throw parameters.unknown(given, name, near -> "<" + GoalParameters.PREFIX + near + ">");
                    }
                    parameters.requireSwitch(
                            given, name, properties.getProperty(property).trim());
                }
            }
        }
    }

    /** A profile in {@code settings.xml} has no location. */
    private static String location(MavenProject project, String property) {
        InputLocation all = project.getModel().getLocation("properties");
        InputLocation one = all == null ? null : all.getLocation(property);
        return PomLocation.of(one).map(found -> ", " + found + ",").orElse(" of the POM or of an active profile");
    }
}
