package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.Credential;
import io.github.erlangcodebuild.Futures;
import io.github.erlangcodebuild.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that knows credentials.
 *
 * <p>Jib would ask it too, but keeps the process to itself, and waits for its answer without a limit.
 *
 * @param program its name, {@code docker-credential-…}, as it is looked for on the {@code PATH} of this process
 * @see <a href="https://github.com/docker/docker-credential-helpers#development">its protocol</a>
 */
record CredentialHelper(String program) {

    /**
     * Asks for the credential of a server.
     *
     * @param server its name, or its URL
     * @param patience after how much of the timeout {@code slow} is told
     * @return empty where the helper has none, or cannot be started
     * @throws TimeoutException when it has not answered by then; it is ended, with what it has started
     */
    Optional<Credential> ask(String server, Duration timeout, Duration patience, Runnable slow)
            throws TimeoutException {
        Optional<Process> started = start();
        if (started.isEmpty()) {
            return Optional.empty();
        }
        Process process = started.get();
        // in a thread of its own: a read from a process cannot be interrupted
        FutureTask<String> answer = new FutureTask<>(() -> converse(process, server));
        Thread thread = new Thread(answer, "erlang-codebuild-credentials");
        thread.setDaemon(true);
        thread.start();
        try {
            return parse(await(answer, timeout, patience, slow));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                return Optional.empty();
            }
            throw Futures.unchecked(e);
        } catch (InterruptedException e) {
            throw Futures.interrupted(e);
        } finally {
            if (!answer.isDone()) {
                end(process.toHandle());
            }
        }
    }

    private static String await(FutureTask<String> answer, Duration timeout, Duration patience, Runnable slow)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (patience.compareTo(timeout) < 0) {
            try {
                return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                slow.run();
            }
            return answer.get(timeout.minus(patience).toMillis(), TimeUnit.MILLISECONDS);
        }
        return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Optional<Process> start() {
        boolean isWindows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
        for (String suffix : isWindows ? List.of(".cmd", ".exe", "") : List.of("")) {
            try {
                return Optional.of(new ProcessBuilder(program + suffix, "get")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
            } catch (IOException e) {
                // it is not there, or not under this name
            }
        }
        return Optional.empty();
    }

    private static String converse(Process process, String server) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(server.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it does not want to know; what it answers counts
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Optional<Credential> parse(String answer) {
        try {
            JsonNode json = Json.read(answer);
            String username = json.path("Username").asText();
            String secret = json.path("Secret").asText();
            return username.isEmpty() || secret.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Credential.from(username, secret));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // which is how a helper says that it has none
        }
    }

    /** From the top, and what it has started is looked up before: nobody could tell afterwards whose it was. */
    private static void end(ProcessHandle process) {
        List<ProcessHandle> children = process.children().toList();
        process.destroyForcibly();
        children.forEach(CredentialHelper::end);
    }
}
