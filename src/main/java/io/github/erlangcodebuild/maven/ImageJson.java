package io.github.erlangcodebuild.maven;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.rollout.RolloutRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** {@code outputFile}: what was pushed, for machines. */
final class ImageJson {

    private static final int SCHEMA_VERSION = 1;

    private ImageJson() {}

    /**
     * Where the file is: as configured, else below the build directory; where there is no project, below {@code target}.
     * Not a default in an annotation: Maven's stub for "no POM" leaves {@code ${project.basedir}} as it is.
     */
    static Path location(@Nullable File configured, MavenProject project, MavenSession session) {
        if (configured != null) {
            return configured.toPath();
        }
        Path buildDirectory = project.getBasedir() == null
                ? Path.of(session.getExecutionRootDirectory()).resolve("target")
                : Path.of(project.getBuild().getDirectory());
        return buildDirectory.resolve("erlang-codebuild").resolve("image.json");
    }

    /**
     * The image that was pushed last.
     *
     * @throws ActionableException when there is no such file, or it does not hold an image
     */
    static RolloutRequest.Image read(Path file) {
        JsonNode json;
        try {
            json = Json.read(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new ActionableException(
                    "It is not known which image was pushed last: there is no " + file + ".",
                    "Push one from here first, or name the image with -Derlang-codebuild.image=….",
                    e);
        } catch (IOException e) {
            throw notReadable(
                    file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
        int version = json.path("schemaVersion").asInt();
        if (version != SCHEMA_VERSION) {
            throw notReadable(file, "schemaVersion is " + version + ", and this plugin reads " + SCHEMA_VERSION, null);
        }
        String image = json.path("image").asText();
        Optional<Digest> digest = Digest.parse(json.path("digest").asText());
        if (image.isBlank() || digest.isEmpty()) {
            throw notReadable(file, "it names no image and digest", null);
        }
        return new RolloutRequest.Image(
                image,
                digest,
                Optional.of(json.path("platform").path("architecture").asText())
                        .filter(architecture -> !architecture.isBlank()));
    }

    private static ActionableException notReadable(Path file, String why, @Nullable Throwable cause) {
        return new ActionableException(
                file + " cannot be read as what push writes: " + why + ".",
                "Push again, or name the image with -Derlang-codebuild.image=….",
                cause);
    }

    /**
     * Requires that the file can be written, before anything is pushed.
     *
     * @throws ActionableException when it cannot
     */
    static void requireWritable(Path file) {
        AtomicFile.obstacle(file).ifPresent(obstacle -> {
            throw new ActionableException(
                    "outputFile " + file + " cannot be written: " + obstacle + ".",
                    "Nothing was pushed. Allow writing there, or name another file with"
                            + " -Derlang-codebuild.outputFile=….");
        });
    }

    /** Replaces the file as a whole; a reader never sees half of it. */
    static void write(PushResult result, Path file) {
        try {
            AtomicFile.write(Json.writeIndented(json(result)), file);
        } catch (IOException e) {
            throw new ActionableException(
                    "The image " + result.reference() + " was pushed, but " + file + " cannot be written: "
                            + e.getMessage() + ".",
                    "Make room or allow writing there, or name another file with -Derlang-codebuild.outputFile=…, and run"
                            + " it again: nothing will be sent twice.",
                    e);
        }
    }

    private static ObjectNode json(PushResult result) {
        var toolchain = result.bundle().descriptor();
        var base = result.image().base();
        ObjectNode json = Json.object();
        json.put("schemaVersion", SCHEMA_VERSION);
        json.put("image", result.reference().toString());
        json.put("digest", result.image().digest().toString());
        json.put("registry", result.reference().registry());
        json.put("repository", result.reference().repository());
        result.tags().forEach(json.putArray("tags")::add);
        json.putObject("base")
                .put("image", base.reference().toString())
                .put("digest", base.digest().toString());
        json.putObject("erlang").put("otpVersion", toolchain.erlang().otpVersion());
        json.putObject("rebar3").put("version", toolchain.rebar3().version());
        json.putObject("platform")
                .put("os", toolchain.platform().os())
                .put("architecture", toolchain.platform().architecture());
        json.putObject("layer")
                .put("digest", toolchain.layer().digest().toString())
                .put("size", toolchain.layer().size());
        return json;
    }
}
