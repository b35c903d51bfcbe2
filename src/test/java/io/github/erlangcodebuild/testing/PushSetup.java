package io.github.erlangcodebuild.testing;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What a push by the real goal needs: a registry in this JVM with a small base image in it, and a bundle on disk. */
public final class PushSetup implements AutoCloseable {

    /** The repository of the base image, and its tag. */
    public static final String BASE_REPOSITORY = "codebuild/amazonlinux2-x86_64-standard";

    public static final String BASE_TAG = "5.0";

    /** The repository that the goal pushes to, unless it is told otherwise. */
    public static final String REPOSITORY = "erlang-codebuild";

    private final EmbeddedRegistry registry;
    private final Manifest base;
    private final Path bundle;

    private PushSetup(EmbeddedRegistry registry, Manifest base, Path bundle) {
        this.registry = registry;
        this.base = base;
        this.bundle = bundle;
    }

    /** An open registry, and a bundle of OTP 27.1 in the directory's {@code bundle}. */
    public static PushSetup at(Path directory) throws IOException {
        return at(directory, EmbeddedRegistry.start(), TestBundle.otp("27.1"));
    }

    /** As {@link #at(Path)}, with this registry, which this closes, and this bundle. */
    public static PushSetup at(Path directory, EmbeddedRegistry registry, TestBundle bundle) throws IOException {
        Manifest base = registry.fixture().push(BASE_REPOSITORY, BASE_TAG, smallImage());
        return new PushSetup(registry, base, bundle.writeTo(directory.resolve("bundle")));
    }

    /** Three small layers, and something in each part of the config. */
    private static TestBaseImage smallImage() {
        return TestBaseImage.docker()
                .layer(TestLayer.ofTextFiles(Map.of("etc/os-release", "NAME=\"Amazon Linux\"\nVERSION=\"2023\"\n")))
                .layer(TestLayer.synthetic(1, 400_000))
                .layer(TestLayer.ofTextFiles(Map.of("usr/local/bin/dockerd-entrypoint.sh", "#!/bin/sh\nexec \"$@\"\n")))
                .entrypoint("/usr/local/bin/dockerd-entrypoint.sh")
                .env("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.utf8")
                .workingDirectory("/codebuild")
                .labels(Map.of("maintainer", "somebody"));
    }

    public EmbeddedRegistry registry() {
        return registry;
    }

    /** The base image's manifest. */
    public Manifest base() {
        return base;
    }

    /** The base image's reference. */
    public String baseImage() {
        return registry.host() + "/" + BASE_REPOSITORY + ":" + BASE_TAG;
    }

    /** The bundle's descriptor. */
    public Path bundle() {
        return bundle;
    }

    /** What was pushed under a tag; fails if nothing was. */
    public Manifest pushed(String tag) {
        return registry.fixture().manifest(REPOSITORY, tag).orElseThrow();
    }

    /** The goal's parameters, by user property. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("erlang-codebuild.registry", registry.host());
        parameters.put("erlang-codebuild.allowInsecureRegistries", "true");
        parameters.put("erlang-codebuild.baseImage", baseImage());
        parameters.put("erlang-codebuild.toolchain", bundle.toString());
        return parameters;
    }

    /** Writes the parameters and some more properties to where Maven's invoker reads a build's properties from. */
    public void writeTo(Path propertiesFile, Map<String, String> more) throws IOException {
        Properties properties = new Properties();
        properties.putAll(parameters());
        properties.putAll(more);
        try (Writer out = Files.newBufferedWriter(propertiesFile)) {
            properties.store(out, null);
        }
    }

    @Override
    public void close() {
        registry.close();
    }
}
