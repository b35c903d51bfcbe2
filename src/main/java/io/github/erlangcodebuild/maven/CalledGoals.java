package io.github.erlangcodebuild.maven;

import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.descriptor.PluginDescriptor;

/**
 * The phases and goals that Maven was called with.
 *
 * @param words as they were typed; none where the POM's default goal runs
 * @param plugin the names that this plugin is called by: its prefix, {@code GROUP:ARTIFACT}, and that with a version
 */
record CalledGoals(List<String> words, Set<String> plugin) {

    static CalledGoals of(List<String> words, PluginDescriptor plugin) {
        String name = plugin.getGroupId() + ":" + plugin.getArtifactId();
        return new CalledGoals(
                words, Set.of(String.valueOf(plugin.getGoalPrefix()), name, name + ":" + plugin.getVersion()));
    }

    /** Whether a goal of this plugin was typed, as {@code erlang-codebuild:push}, and is not only bound to a phase. */
    boolean isOursTyped() {
        return words.stream().anyMatch(word -> plugin.contains(word.substring(0, Math.max(0, word.lastIndexOf(':')))));
    }

    /** Whether a goal of this name may run: a phase may have any goal bound to it, and so may the POM's default goal. */
    boolean mayRun(String goal) {
        return words.isEmpty()
                || words.stream()
                        .anyMatch(called -> !called.contains(":")
                                || called.replaceFirst(".*:", "")
                                        .replaceFirst("@.*", "")
                                        .equals(goal));
    }
}
