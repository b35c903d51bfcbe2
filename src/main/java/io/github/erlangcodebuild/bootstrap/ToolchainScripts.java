package io.github.erlangcodebuild.bootstrap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.Resources;
import io.github.erlangcodebuild.aws.codebuild.BuildEnvironment;
import io.github.erlangcodebuild.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What {@code erlang-toolchain} has for CodeBuild: template, buildspec, and the scripts, as the source of a build. */
final class ToolchainScripts {

    private static final String DIRECTORY = "erlang-toolchain/";
    private static final List<String> FILES = List.of("build-toolchain.sh", "buildspec.yml", "pack-toolchain.sh");

    /** Not the earliest time that a zip can hold: to that one, Java adds a second time, in the local time zone. */
    private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private ToolchainScripts() {}

    /** The CloudFormation template of the bootstrap's stack. */
    static String template() {
        return Resources.text(ToolchainScripts.class, DIRECTORY + "bootstrap.yaml");
    }

    /** The scripts as a zip; the same bytes each time, so that it can be named by what it holds. */
    static byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String file : FILES) {
                ZipEntry entry = new ZipEntry(file);
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                zip.write(Resources.bytes(ToolchainScripts.class, DIRECTORY + file));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The key of a zip in the bucket: the digest of its bytes. */
    static String key(byte[] zip) {
        return "source/" + Digest.of(zip).hex() + ".zip";
    }

    /** The buildspec with these builds as its batch. The batch is written as JSON, which is YAML too. */
    static String batchBuildspec(List<ToolchainBuild> builds) {
        String buildspec = Resources.text(ToolchainScripts.class, DIRECTORY + "buildspec.yml");
        int batch = buildspec.indexOf("\nbatch:");
        if (batch < 0) {
            throw new IllegalStateException("buildspec.yml has no batch part");
        }
        ObjectNode json = Json.object().put("fast-fail", false);
        ArrayNode list = json.putArray("build-list");
        for (ToolchainBuild build : builds) {
            ObjectNode entry = list.addObject().put("identifier", build.identifier());
            BuildEnvironment environment = build.environment();
            ObjectNode env = entry.putObject("env")
                    .put("type", environment.type().name())
                    .put("image", environment.image());
            environment.variables().forEach(env.putObject("variables")::put);
        }
        return buildspec.substring(0, batch) + "\nbatch: " + Json.text(json) + "\n";
    }
}
