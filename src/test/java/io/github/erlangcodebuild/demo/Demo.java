package io.github.erlangcodebuild.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.LayerEntry;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.NestedMaven;
import io.github.erlangcodebuild.testing.PushSetup;
import io.github.erlangcodebuild.testing.RegistryFixture;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** One real push into a registry that lives as long as the demo, and a look at what it made. */
public final class Demo {

    private static final int BUNDLE_PADDING_BYTES = 3_000_000;

    private final PrintStream out = new PrintStream(System.out, true, Charset.defaultCharset());
    private final PushSetup setup;
    private final NestedMaven maven;

    private Demo(PushSetup setup, Path directory) {
        this.setup = setup;
        this.maven = NestedMaven.in(directory).with(setup.parameters());
    }

    /**
     * Runs the demo.
     *
     * @param arguments a directory for the bundle and for the nested Maven
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        TestBundle bundle = TestBundle.otp("27.1").padding(BUNDLE_PADDING_BYTES);
        try (PushSetup setup = PushSetup.at(directory, EmbeddedRegistry.start(), bundle)) {
            new Demo(setup, directory).run();
        }
    }

    private void run() {
        say("");
        say("==== Demo: Erlang/OTP onto a CodeBuild base image, without Docker ====");
        say("");
        say("A registry runs on " + setup.registry().host() + " until the demo ends. In it is a small base image.");
        say("Beside it is a toolchain bundle, small too: a real one holds some 45 MB of Erlang/OTP and rebar3.");
        say("The goal push now puts the one onto the other. It runs in a Maven of its own, without a POM:");
        say("");
        say(maven.command("push"));
        say("");
        NestedMaven.Result result = maven.run("push", line -> say("  | " + line));
        check(result.exitCode() == 0, "the push failed");
        show(setup.pushed("27.1"));
        sayWhatIsNext();
    }

    private void show(Manifest image) {
        check(image.equals(setup.pushed("latest")), "latest names another image than 27.1");
        List<Digest> base = setup.base().layerDigests();
        check(image.layerDigests().subList(0, base.size()).equals(base), "the base's layers are not the first ones");
        check(image.layerDigests().size() == base.size() + 1, "there is not one more layer than in the base");

        say("");
        say("==== What the registry holds now, pulled back from it ====");
        say("");
        for (String tag : setup.registry().tags(PushSetup.REPOSITORY)) {
            say(row("tag", tag) + setup.pushed(tag).digest());
        }
        say("");
        say("manifest     " + image.mediaType());
        JsonNode layers = image.json().required("layers");
        for (int i = 0; i < layers.size(); i++) {
            String kind = i < base.size() ? "base" : "toolchain";
            say(row("  " + kind, bytes(layers.get(i)))
                    + layers.get(i).required("digest").asText());
        }
        say("             The base's layers are untouched, so a CodeBuild host that has them need not fetch them.");
        showToolchainLayer(image.layerDigests().get(base.size()));
        showConfig(fixture().config(PushSetup.REPOSITORY, "27.1"));
    }

    private void showToolchainLayer(Digest layer) {
        say("");
        say("toolchain layer");
        for (LayerEntry entry : fixture().layerEntries(PushSetup.REPOSITORY, layer)) {
            if (entry.type() != LayerEntry.Type.DIRECTORY) {
                say("  " + entry.name()
                        + entry.linkTarget().map(target -> " -> " + target).orElse(""));
            }
        }
    }

    private void showConfig(JsonNode config) {
        JsonNode runtime = config.required("config");
        say("");
        say("config       " + config.required("os").asText() + "/"
                + config.required("architecture").asText());
        say("  env");
        runtime.required("Env").forEach(variable -> say("    " + variable.asText()));
        say("  entrypoint");
        say("    " + runtime.required("Entrypoint").path(0).asText());
        say("  labels");
        runtime.required("Labels")
                .properties()
                .forEach(label ->
                        say("    " + label.getKey() + " = " + label.getValue().asText()));
    }

    private void sayWhatIsNext() {
        say("");
        say("==== Next ====");
        say("");
        say("The registry is gone now; target/demo is all that is left. With your registry, and a bundle of a real");
        say(
                "Erlang/OTP, it is the same goal: README.md shows both. To install the plugin, and to see what it can be told:");
        say("");
        say("mvn -ntp -Pquick install");
        say("mvn " + NestedMaven.plugin() + ":help -Ddetail -Dgoal=push");
        say("");
    }

    private RegistryFixture fixture() {
        return setup.registry().fixture();
    }

    private static String row(String name, String value) {
        return String.format("%-12s %-16s ", name, value);
    }

    private static String bytes(JsonNode descriptor) {
        return String.format(
                Locale.ROOT, "%,9d bytes", descriptor.required("size").asLong());
    }

    private void say(String line) {
        out.println(line);
    }

    private static void check(boolean asExpected, String problem) {
        if (!asExpected) {
            throw new IllegalStateException("The demo failed: " + problem + ".");
        }
    }
}
