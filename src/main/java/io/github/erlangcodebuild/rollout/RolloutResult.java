package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.aws.AwsSettings;
import java.util.List;

/** What a rollout has changed. {@link Rollout#undo} takes it back. */
public final class RolloutResult {

    private final String image;
    private final List<ImageChange> changes;
    private final List<String> projects;
    private final List<String> rollbackCommands;
    private final RolloutTarget target;

    RolloutResult(String image, RolloutTarget target, AwsSettings settings) {
        this.image = image;
        this.changes = List.copyOf(target.changes());
        this.projects = List.copyOf(target.projects());
        this.rollbackCommands = RollbackCommands.of(changes, settings);
        this.target = target;
    }

    /** The new image, by the name that CodeBuild was given. */
    public String image() {
        return image;
    }

    /** The change of the stack or of each project, also of projects that had the new image already. */
    public List<ImageChange> changes() {
        return changes;
    }

    /** Whether anything was changed. */
    public boolean changed() {
        return changes.stream().anyMatch(ImageChange::isNeeded);
    }

    /** The names of the CodeBuild projects that use the new image: those of the request, or those of the stack. */
    public List<String> projects() {
        return projects;
    }

    /** The commands that take the rollout back; empty when nothing was changed. */
    public List<String> rollbackCommands() {
        return rollbackCommands;
    }

    RolloutTarget target() {
        return target;
    }
}
