package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.Futures;
import io.github.erlangcodebuild.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program that knows credentials. It has ended when the question has been answered, or is ended then: also when it does not answer
 * in time, when the wait is interrupted and when the JVM is shut down. So is what it has started, unless the helper ended before
 * that was seen. Something that goes on with the helper's output open keeps a thread here that reads it; the JVM does not wait for it.
 *
 * @param program its name, {@code docker-credential-…}, as it is looked for on the {@code PATH} of this process
 * @see <a href="https://github.com/docker/docker-credential-helpers#development">its protocol</a>
 */
record CredentialHelper(String program) {

    /** How a helper says that it has no credential. */
    private static final String NONE = "credentials not found in native keychain";

    /** Between the end of its output and its own end, in whatever order. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** In bytes: more of its output is not kept. */
    private static final int MOST_OUTPUT = 1024 * 1024;

    /** In characters, of what it says. */
    private static final int LONGEST_LINE = 200;

    private static final Pattern SECRET = Pattern.compile("(?i)\"secret\"");

    /** What Java says after the operating system, by version: {@code error=2, No such file} and {@code error: 2 (No such file)}. */
    private static final Pattern START_FAILURE = Pattern.compile("error(?:=| *: *)\\d+[, (]+(.*?)\\)?$");

    /**
     * What a helper knows of a server.
     *
     * @param username {@code <token>} where the secret is a refresh token
     */
    record Answer(String username, String secret) {}

    /** A helper that could not be asked, or did not answer as it should. The message says so, as a clause about the helper. */
    static final class FailedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean isMissing;

        private FailedException(String problem, boolean isMissing) {
            super(problem);
            this.isMissing = isMissing;
        }

        private FailedException(String problem) {
            this(problem, false);
        }

        /** Whether there is no such program. */
        boolean isMissing() {
            return isMissing;
        }
    }

    /**
     * Asks for the credential of a server.
     *
     * @param server its name, or its URL
     * @param patience after how much of the timeout {@code slow} is told
     * @return empty where the helper has none
     * @throws TimeoutException when it has not answered by then
     * @throws FailedException when it cannot be started, or fails
     */
    Optional<Answer> ask(String server, Duration timeout, Duration patience, Runnable slow)
            throws TimeoutException, FailedException {
        try (TetheredProcess tethered = start()) {
            Process process = tethered.process();
            Output answer = Output.of(process.getInputStream(), tethered::noteDescendants);
            Output errors = Output.of(process.getErrorStream(), () -> {});
            send(server, process);
            await(CompletableFuture.anyOf(process.onExit(), answer.end()), timeout, patience, slow);
            awaitFarewell(CompletableFuture.allOf(process.onExit(), answer.end(), errors.end()));
            return tethered.isEndedWithTheJvm() ? Optional.empty() : read(answer.text(), errors.text(), process);
        } catch (ExecutionException e) {
            throw Futures.unchecked(e);
        } catch (InterruptedException e) {
            throw Futures.interrupted(e);
        }
    }

    private static void await(CompletableFuture<?> end, Duration timeout, Duration patience, Runnable slow)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (patience.compareTo(timeout) < 0) {
            try {
                end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                slow.run();
            }
            end.get(timeout.minus(patience).toMillis(), TimeUnit.MILLISECONDS);
        } else {
            end.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void awaitFarewell(CompletableFuture<?> end) throws InterruptedException, ExecutionException {
        try {
            end.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return; // it goes on though it has answered, or what it has started keeps its output open
        }
    }

    private TetheredProcess start() throws FailedException {
        Path file = CredentialHelperPath.ofThisProcess()
                .find(program)
                .orElseThrow(() -> new FailedException("is not on the PATH", true));
        try {
            return TetheredProcess.start(file.toString(), "get");
        } catch (IOException e) {
            Matcher reason = START_FAILURE.matcher(String.valueOf(e.getMessage()));
            throw new FailedException("cannot be started ("
                    + ForeignText.line(reason.find() ? reason.group(1) : String.valueOf(e.getMessage()), LONGEST_LINE)
                    + ")");
        }
    }

    private static void send(String server, Process process) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(server.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return; // it does not want to know; what it answers counts
        }
    }

    private static Optional<Answer> read(String answer, String errors, Process process) throws FailedException {
        boolean failed = !process.isAlive() && process.exitValue() != 0;
        if (answer.contains(NONE) || (failed && errors.contains(NONE))) {
            return Optional.empty();
        }
        if (failed) {
            throw new FailedException("ended with exit code " + process.exitValue() + said(answer, errors));
        }
        JsonNode json;
        try {
            json = Json.read(answer);
        } catch (JsonProcessingException e) {
            throw new FailedException("did not answer in JSON");
        }
        if (!json.isObject()) {
            throw new FailedException("did not answer in JSON" + said("", errors));
        }
        String username = json.path("Username").asText("");
        String secret = json.path("Secret").asText("");
        return username.isEmpty() || secret.isEmpty() ? Optional.empty() : Optional.of(new Answer(username, secret));
    }

    /** The first line of what it said: to the protocol that is its answer, to programs in general its errors. */
    private static String said(String answer, String errors) {
        return Stream.of(SECRET.matcher(answer).find() ? "" : answer, errors)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(line -> " and said: " + ForeignText.line(line, LONGEST_LINE))
                .orElse("");
    }

    /** What a process writes, kept by a thread of its own: a read from a process cannot be interrupted. */
    private record Output(ByteArrayOutputStream bytes, CompletableFuture<Void> end) {

        /** @param heard told each time that something has been read */
        static Output of(InputStream in, Runnable heard) {
            Output output = new Output(new ByteArrayOutputStream(), new CompletableFuture<>());
            Thread thread = new Thread(() -> output.copy(in, heard), "erlang-codebuild-credentials");
            thread.setDaemon(true);
            thread.start();
            return output;
        }

        private void copy(InputStream in, Runnable heard) {
            byte[] buffer = new byte[8192];
            try (in) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    heard.run(); // at once: a helper ends when it has answered
                    bytes.write(buffer, 0, Math.min(read, MOST_OUTPUT - bytes.size()));
                }
            } catch (IOException e) {
                return; // the process was ended
            } finally {
                end.complete(null);
            }
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
