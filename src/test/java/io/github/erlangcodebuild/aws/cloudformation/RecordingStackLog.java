package io.github.erlangcodebuild.aws.cloudformation;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told, each a line. */
final class RecordingStackLog implements StackLog {

    final List<String> lines = new ArrayList<>();

    @Override
    public void deploying(String stack, boolean isNew) {
        lines.add((isNew ? "creating " : "updating ") + stack);
    }

    @Override
    public void event(String resource, String type, String status, String reason) {
        lines.add("event " + resource + " " + type + " " + status + " " + reason);
    }

    @Override
    public void unchanged(String stack) {
        lines.add("unchanged " + stack);
    }
}
