package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.bundle.BundleLocation;
import io.github.erlangcodebuild.bundle.HttpReader;
import io.github.erlangcodebuild.bundle.SchemeReader;
import io.github.erlangcodebuild.console.Meter;
import io.github.erlangcodebuild.console.Output;
import io.github.erlangcodebuild.console.PushConsole;
import io.github.erlangcodebuild.console.ShutdownMessage;
import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.push.ImagePusher;
import io.github.erlangcodebuild.push.ImageSettings;
import io.github.erlangcodebuild.push.PushRequest;
import io.github.erlangcodebuild.push.PushTarget;
import io.github.erlangcodebuild.registry.Denials;
import io.github.erlangcodebuild.registry.InsecureHosts;
import io.github.erlangcodebuild.registry.Registries;
import io.github.erlangcodebuild.registry.RegistryCredentials;
import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import io.github.erlangcodebuild.registry.RegistrySettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A push in a JVM of its own, which can be killed, with the limits and pauses that users have. */
final class PushProcess implements AutoCloseable {

    private final Process process;

    private PushProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param options of the JVM
     */
    static PushProcess start(String base, String bundle, String registry, String repository, String... options) {
        return start(List.of(), base, bundle, registry, repository, options);
    }

    /** One that SIGINT ends, whatever the process of the tests does with it: a shell has its background jobs ignore it. */
    static PushProcess startInterruptible(String base, String bundle, String registry, String repository) {
        return start(List.of("env", "--default-signal=INT"), base, bundle, registry, repository);
    }

    private static PushProcess start(
            List<String> prefix, String base, String bundle, String registry, String repository, String... options) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath()));
        command.addAll(List.of(PushProcess.class.getName(), base, bundle, registry, repository));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new PushProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends it SIGKILL, and waits until it is no more. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends it SIGINT, as Ctrl-C does, and does not wait for its end. */
    void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the next line that it prints. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = process.getInputStream().read();
                next >= 0 && next != '\n';
                next = process.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    /**
     * How it ended.
     *
     * @param exitCode 0 for a push that succeeded, 137 for one that was killed
     * @param printed what it tried again, and what went wrong
     */
    record End(int exitCode, String printed) {}

    End await() {
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new End(process.waitFor(), printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Surefire's own class path may be a jar that only names the entries. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
    }

    /**
     * Pushes.
     *
     * @param arguments the base image, the bundle, the target registry and repository
     */
    public static void main(String[] arguments) {
        PushConsole log = new PushConsole(new Warnings(), Meter::bar);
        ShutdownMessage.register(log::shutdownMessage);
        RegistryCredentials credentials =
                (host, repository) -> Optional.of(new Credential(Servers.USER, Servers.PASSWORD, "test"));
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            Registries registries = new Registries(
                    clients,
                    credentials,
                    new RegistrySettings(
                            "test/1",
                            InsecureHosts.parse(List.of("localhost", "127.0.0.1", arguments[2])),
                            Denials.none()),
                    log,
                    line -> {},
                    line -> {});
            SchemeReader bundles = new SchemeReader(Map.of("http", new HttpReader(clients.verifying())));
            PushRequest request = new PushRequest(
                    ImageReference.parse(arguments[0]),
                    BundleLocation.parse(arguments[1], Path.of("")),
                    "27.1",
                    Optional.empty(),
                    arguments[2],
                    arguments[3],
                    List.of("27.1", "latest"),
                    ImageSettings.none(),
                    true);
            new ImagePusher(registries, bundles, PushTarget.asItIs(), log).push(request);
        } catch (ActionableException e) {
            System.out.println(e.problem());
            System.exit(1);
        }
    }

    /** Prints what a user is warned of, and no more. */
    private record Warnings() implements Output {

        @Override
        public void info(String line) {}

        @Override
        public void coloured(String line) {}

        @Override
        public void warn(String line) {
            System.out.println(line);
        }

        @Override
        public void debug(String line) {}

        @Override
        public void debug(Throwable failure) {}
    }
}
