package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.aws.AwsSettings;
import java.util.List;

/** What a rollout changed; {@link Rollout#undo} takes it back. */
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

    /** The image, as CodeBuild was given it. */
    public String image() {
        return image;
    }

    /** From which image to which each stack or project went, also those that had the image already. */
    public List<ImageChange> changes() {
        return changes;
    }

    /** Whether anything was changed. */
    public boolean changed() {
        return changes.stream().anyMatch(ImageChange::isNeeded);
    }

    /** The names of the CodeBuild projects that were named, or that the stack holds and that use the image now. */
    public List<String> projects() {
        return projects;
    }

    /** The commands that take it back; none where nothing was changed. */
    public List<String> rollbackCommands() {
        return rollbackCommands;
    }

    RolloutTarget target() {
        return target;
    }
}
