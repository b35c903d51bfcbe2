package io.github.erlangcodebuild.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.InvocationResult;
import org.apache.maven.shared.invoker.MavenInvocationException;

/**
 * Runs a goal of the plugin in a Maven of its own, as a user without a POM does. What it needs to know of this build is in
 * {@code nested.properties}, which that build fills in.
 */
public final class NestedMaven {

    private static final Properties BUILD = load();

    private final Path directory;
    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> options = new ArrayList<>();
    private String mavenOpts = "";
    private Optional<Path> executable = Optional.empty();

    /** The servers of tests are on this machine. */
    private static final List<String> PROXIES =
            List.of("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy");

    private NestedMaven(Path directory) {
        this.directory = directory;
        PROXIES.forEach(name -> environment.put(name, ""));
    }

    /** A Maven that runs in this directory, which is made if it is missing. */
    public static NestedMaven in(Path directory) {
        return new NestedMaven(directory);
    }

    /** The user properties that it gets. */
    public NestedMaven with(Map<String, String> more) {
        parameters.putAll(more);
        return this;
    }

    /** An option such as {@code -q}. */
    public NestedMaven option(String option) {
        options.add(option);
        return this;
    }

    public NestedMaven environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** What its JVM is started with. */
    public NestedMaven mavenOpts(String opts) {
        mavenOpts = opts;
        return this;
    }

    /** What is run in place of {@code mvn}. */
    public NestedMaven executable(Path file) {
        executable = Optional.of(file);
        return this;
    }

    /**
     * How it ended.
     *
     * @param exitCode 0 for a build that succeeded
     * @param lines what it printed, without colours and empty lines
     */
    public record Result(int exitCode, List<String> lines) {

        /** All that it printed. */
        public String output() {
            return String.join("\n", lines);
        }
    }

    /** The command that {@link #run} runs, as it would be typed. */
    public String command(String goal) {
        StringBuilder command =
                new StringBuilder("mvn ").append(plugin()).append(":").append(goal);
        parameters.forEach((name, value) ->
                command.append(" \\\n    -D").append(name).append("=").append(value));
        return command.toString();
    }

    /** Runs a goal, {@code push} say. */
    public Result run(String goal) {
        return run(goal, line -> {});
    }

    /** As {@link #run(String)}, telling of each line at once. */
    public Result run(String goal, Consumer<String> lines) {
        List<String> printed = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            InvocationRequest request = request(goal);
            request.setOutputHandler(line -> {
                String plain = line.replaceAll("\u001B\\[[0-9;]*m", "");
                if (!plain.isBlank()) {
                    printed.add(plain);
                    lines.accept(plain);
                }
            });
            InvocationResult result = new DefaultInvoker().execute(request);
            if (result.getExecutionException() != null) {
                throw new IllegalStateException("Maven could not be started", result.getExecutionException());
            }
            return new Result(result.getExitCode(), printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MavenInvocationException e) {
            throw new IllegalStateException("Maven could not be started", e);
        }
    }

    private InvocationRequest request(String goal) throws IOException {
        Properties properties = new Properties();
        properties.putAll(parameters);
        InvocationRequest request = new DefaultInvocationRequest()
                .setBatchMode(true)
                .setNoTransferProgress(true)
                .setInputStream(null)
                .setBaseDirectory(directory.toFile())
                .setMavenHome(new File(mavenHome()))
                .setLocalRepositoryDirectory(new File(fromBuild("localRepository")))
                .setUserSettingsFile(settings().toFile())
                .setMavenOpts(mavenOpts)
                .setProperties(properties)
                .addArgs(options);
        executable.map(Path::toFile).ifPresent(request::setMavenExecutable);
        environment.forEach(request::addShellEnvironment);
        request.addArg(plugin() + ":" + goal);
        return request;
    }

    /** The settings of the builds in src/it, filled in as the invoker does it for them. */
    private static Path settings() throws IOException {
        Path localRepository = Path.of(fromBuild("localRepository"));
        Path settings = localRepository.resolveSibling("nested-settings.xml");
        String template = Files.readString(Path.of(fromBuild("settings")));
        String usersRepository = Path.of(fromBuild("usersRepository")).toUri().toString();
        return Files.writeString(settings, template.replace("@localRepositoryUrl@", usersRepository));
    }

    /** The plugin's coordinates. */
    public static String plugin() {
        return fromBuild("plugin");
    }

    /** Where the Maven is that runs this build. */
    public static String mavenHome() {
        return fromBuild("mavenHome");
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = NestedMaven.class.getResourceAsStream("/nested.properties")) {
            properties.load(Objects.requireNonNull(in, "nested.properties"));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fromBuild(String name) {
        return Optional.ofNullable(BUILD.getProperty(name))
                .orElseThrow(() -> new IllegalStateException("nested.properties does not have " + name));
    }
}
