package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.NestedMaven;
import io.github.erlangcodebuild.testing.PushSetup;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("acceptance")
class LargeBaseAcceptance {

    private static final int LAYERS = 20;
    private static final long LAYER_BYTES = 50_000_000;
    private static final Path REGISTRIES = Path.of("target/acceptance");

    /** What Maven itself writes stays below this, and one layer is ten times as much. */
    private static final long MOST_BYTES_WRITTEN = 5_000_000;

    @Test
    void aBaseOfOneGigabyteNeedsLittleHeapAndNoDisk(@TempDir Path directory) throws Exception {
        Path bundle = TestBundle.otp("27.1").writeTo(directory.resolve("bundle"));
        try (DockerRegistry bases = DockerRegistry.start(REGISTRIES);
                DockerRegistry registry = DockerRegistry.start(REGISTRIES)) {
            Manifest base = bases.fixture()
                    .push(
                            PushSetup.BASE_REPOSITORY,
                            PushSetup.BASE_TAG,
                            TestBaseImage.docker().syntheticLayers(LAYERS, LAYER_BYTES));
            Map<String, String> parameters = new TreeMap<>(Map.of(
                    "erlang-codebuild.toolchain",
                    bundle.toString(),
                    "erlang-codebuild.baseImage",
                    bases.host() + "/" + PushSetup.BASE_REPOSITORY + ":" + PushSetup.BASE_TAG,
                    "erlang-codebuild.registry",
                    registry.host(),
                    "erlang-codebuild.allowInsecureRegistries",
                    "true"));

            parameters.put("erlang-codebuild.dryRun", "true");
            run(directory, parameters); // fills Maven's local repository
            parameters.remove("erlang-codebuild.dryRun");
            try (BytesWritten written = BytesWritten.byChildren()) {
                run(directory, parameters);
                assertThat(written.most()).isPositive().isLessThan(MOST_BYTES_WRITTEN);
            }

            Manifest pushed =
                    registry.fixture().manifest("erlang-codebuild", "27.1").orElseThrow();
            assertThat(pushed.layerDigests().subList(0, LAYERS)).isEqualTo(base.layerDigests());
        }
    }

    private static void run(Path directory, Map<String, String> parameters) {
        NestedMaven.Result result = NestedMaven.in(directory.resolve("work"))
                .with(parameters)
                .mavenOpts("-Xmx96m")
                .run("push");
        assertThat(result.exitCode()).as(result.output()).isZero();
    }
}
