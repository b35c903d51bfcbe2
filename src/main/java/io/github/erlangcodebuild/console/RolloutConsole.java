package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.rollout.ImageChange;
import io.github.erlangcodebuild.rollout.RolloutLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Shows a rollout on the console: what changes, each event of the stack with the time since it began. */
public final class RolloutConsole implements RolloutLog {

    private final Output output;
    private final InstantSource clock;
    private final Instant began;

    public RolloutConsole(Output output, InstantSource clock) {
        this.output = output;
        this.clock = clock;
        this.began = clock.instant();
    }

    @Override
    public void image(String image, Optional<Digest> digest) {
        output.info("Image:     " + image);
        digest.filter(known -> !image.endsWith(known.toString()))
                .ifPresent(known -> output.info("           " + known));
    }

    @Override
    public void deploying(String stack, boolean isNew) {
        output.info("Updating the stack " + stack);
    }

    @Override
    public void event(String resource, String type, String status, String reason) {
        output.info("  " + elapsed() + "  " + status + "  " + resource + " (" + type + ")"
                + (reason.isBlank() ? "" : ": " + reason));
    }

    @Override
    public void unchanged(String name) {
        output.info("Nothing to change for " + name);
    }

    @Override
    public void updated(ImageChange change) {
        output.info("Updated the " + change.subject() + ": " + change.to());
    }

    @Override
    public void undoing() {
        output.info("Going back to the previous image");
    }

    @Override
    public void notChecked(String what) {
        output.info("Not checked: " + what);
    }

    @Override
    public void warn(String text) {
        output.warn(text);
    }

    private String elapsed() {
        Duration elapsed = Duration.between(began, clock.instant());
        return String.format(Locale.ROOT, "%2d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
    }
}
