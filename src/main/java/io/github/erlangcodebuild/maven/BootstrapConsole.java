package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.bootstrap.BootstrapLog;
import java.time.InstantSource;
import org.apache.maven.plugin.logging.Log;

/** Shows a bootstrap on the console: what is made, and the builds. */
final class BootstrapConsole extends BuildConsole implements BootstrapLog {

    BootstrapConsole(Log log, InstantSource clock) {
        super(log, clock);
    }

    @Override
    public void present(String location) {
        log().info("There already, of the same inputs: " + location);
    }

    @Override
    public void unusable(String location, String problem) {
        log().warn("To be made anew, as it cannot be used: " + location + ". " + problem);
    }

    @Override
    public void compiling(int count) {
        log().info("To compile: " + Text.count(count, "toolchain"));
    }

    @Override
    public void deploying(String stack, boolean isNew) {
        log().info((isNew ? "Creating" : "Updating") + " the stack " + stack);
    }

    @Override
    public void event(String resource, String type, String status, String reason) {
        log().info("  " + elapsed() + "  " + status + "  " + resource + " (" + type + ")"
                + (reason.isBlank() ? "" : ": " + reason));
    }

    @Override
    public void unchanged(String stack) {
        log().info("The stack " + stack + " is up to date");
    }
}
