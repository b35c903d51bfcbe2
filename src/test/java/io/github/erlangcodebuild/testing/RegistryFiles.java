package io.github.erlangcodebuild.testing;

import io.github.erlangcodebuild.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a registry keeps on disk, in a temporary directory, laid out as the Distribution registry does it.
 *
 * @param directory its root
 */
record RegistryFiles(Path directory) {

    static RegistryFiles create() {
        try {
            RegistryFiles files = new RegistryFiles(Files.createTempDirectory("embedded-registry"));
            // nobody closes the registry of a build in src/it that fails, or of a JVM that is told to end
            Runtime.getRuntime().addShutdownHook(new Thread(files::delete));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a blob lies, whichever repositories it is in. */
    Path blob(String digest) {
        String hex = Digest.parse(digest).orElseThrow().hex();
        return directory.resolve("blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data");
    }

    /** The tags of a repository, sorted. */
    List<String> tags(String repository) {
        Path tags = directory.resolve("repositories").resolve(repository).resolve("_manifests/tags");
        if (!Files.isDirectory(tags)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(tags)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does nothing when they are gone. */
    void delete() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
