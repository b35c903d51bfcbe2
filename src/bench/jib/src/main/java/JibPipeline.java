import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The work of push, done with Jib Core's own pipeline on the toolchain's unpacked files. */
final class JibPipeline {

    private JibPipeline() {}

    /** Takes BASE ROOT IMAGE TAG OTHER_TAG PATH CACHE; ROOT is the directory that becomes the layer. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[1]);
        Path cache = Path.of(args[6]);
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("toolchain");
        try (Stream<Path> children = Files.list(root)) {
            for (Path child : children.sorted().toList()) {
                layer.addEntryRecursive(child, AbsoluteUnixPath.get("/" + child.getFileName()));
            }
        }
        Jib.from(RegistryImage.named(args[0]))
                .addFileEntriesLayer(layer.build())
                .addEnvironmentVariable("PATH", args[5])
                .addLabel("erlang.version", args[3])
                .containerize(Containerizer.to(RegistryImage.named(args[2] + ":" + args[3]))
                        .withAdditionalTag(args[4])
                        .setAllowInsecureRegistries(true)
                        .setBaseImageLayersCache(cache.resolve("base"))
                        .setApplicationLayersCache(cache.resolve("application")));
    }
}
