package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.bootstrap.BootstrapLog;
import java.time.InstantSource;

/** Shows a bootstrap on the console: what is made, and the builds. */
public final class BootstrapConsole extends BuildConsole implements BootstrapLog {

    public BootstrapConsole(Output output, InstantSource clock) {
        super(output, clock);
    }

    @Override
    public void present(String location) {
        output().info("There already, of the same inputs: " + location);
    }

    @Override
    public void unusable(String location, String problem) {
        output().warn("To be made anew, as it cannot be used: " + location + ". " + problem);
    }

    @Override
    public void compiling(int count) {
        output().info("To compile: " + Text.count(count, "toolchain"));
    }

    @Override
    public void deploying(String stack, boolean isNew) {
        output().info((isNew ? "Creating" : "Updating") + " the stack " + stack);
    }

    @Override
    public void event(String resource, String type, String status, String reason) {
        output().info("  " + elapsed() + "  " + status + "  " + resource + " (" + type + ")"
                + (reason.isBlank() ? "" : ": " + reason));
    }

    @Override
    public void unchanged(String stack) {
        output().info("The stack " + stack + " is up to date");
    }
}
