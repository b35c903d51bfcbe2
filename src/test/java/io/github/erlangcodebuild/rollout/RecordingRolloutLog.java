package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a rollout told, each a line. */
final class RecordingRolloutLog implements RolloutLog {

    final List<String> lines = new ArrayList<>();

    @Override
    public void image(String image, Optional<Digest> digest) {
        lines.add("image " + image + " " + digest.map(Digest::toString).orElse("-"));
    }

    @Override
    public void deploying(String stack, boolean isNew) {
        lines.add((isNew ? "creating " : "updating ") + stack);
    }

    @Override
    public void event(String resource, String type, String status, String reason) {
        lines.add("event " + resource + " " + status + (reason.isEmpty() ? "" : " " + reason));
    }

    @Override
    public void unchanged(String name) {
        lines.add("unchanged " + name);
    }

    @Override
    public void updated(ImageChange change) {
        lines.add("updated " + change.subject() + " to " + change.to());
    }

    @Override
    public void undoing() {
        lines.add("undoing");
    }

    @Override
    public void notChecked(String what) {
        lines.add("not checked: " + what);
    }

    @Override
    public void warn(String text) {
        lines.add("warning: " + text);
    }
}
