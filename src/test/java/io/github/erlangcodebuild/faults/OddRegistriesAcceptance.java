package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.acceptance.CopyTool;
import io.github.erlangcodebuild.acceptance.WhoCopes;
import io.github.erlangcodebuild.acceptance.WhoCopes.Outcome;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.RegistryFixture;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same odd registries, pushed to by crane and by skopeo as well: who copes, as the table in docs/internals/faults.md has it. */
@Tag("acceptance")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OddRegistriesAcceptance {

    private static final int LAYERS = 3;

    private static final TestBaseImage BASE = TestBaseImage.docker().syntheticLayers(LAYERS, 200_000);

    private static final String TAG = "27.1";

    @AutoClose
    private final Servers servers = new Servers(BASE, TestBundle.otp("27.1"));

    private final RegistryFixture fixture = servers.fixture();

    private final Path directory;

    OddRegistriesAcceptance(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @EnumSource
    void pushCopesAsTheTableSays(Oddity oddity) {
        seed(oddity, "push");
        try (Network network = new Network(servers)) {
            oddity.at(network);
            TestPush push = network.push("push").from(base(oddity, network));
            Outcome expected = oddity.who().push();
            if (!expected.isThere()) {
                ActionableException failure = push.failure();
                assertThat(failure.problem()).contains(expected.words());
            } else {
                push.push();
            }
            assertThatItIsThere("push", LAYERS + 1, expected, network);
        }
    }

    @ParameterizedTest
    @EnumSource
    void craneCopesAsTheTableSays(Oddity oddity) {
        copies(oddity, "crane", CopyTool.crane(), oddity.who().crane());
    }

    @ParameterizedTest
    @EnumSource
    void skopeoCopesAsTheTableSays(Oddity oddity) {
        copies(oddity, "skopeo", CopyTool.skopeo(), oddity.who().skopeo());
    }

    private void copies(Oddity oddity, String repository, CopyTool tool, Outcome expected) {
        seed(oddity, repository);
        try (Network network = new Network(servers)) {
            String target = network.target().host();
            String base = base(oddity, network);
            CopyTool withLogin = tool.withLogin(
                    directory, Servers.USER, Servers.PASSWORD, network.source().host(), target);
            if (oddity.layer() == Oddity.Layer.IN_BASE) {
                withLogin.copy(base, target + "/before:1", WhoCopes.copes()); // skopeo mounts what it has read before
            }
            oddity.at(network);
            withLogin.copy(base, target + "/" + repository + ":" + TAG, expected);
            assertThatItIsThere(repository, LAYERS, expected, network);
        }
    }

    private void seed(Oddity oddity, String repository) {
        if (oddity.layer() == Oddity.Layer.IN_TARGET) {
            fixture.pushBlob(repository, Stage.Layers.LARGEST);
        }
    }

    /** Where the target has no base to mount from, it has none that crane would mount from because it has the same name. */
    private String base(Oddity oddity, Network network) {
        if (oddity.layer() == Oddity.Layer.IN_BASE) {
            return network.target().host() + "/base:1";
        }
        servers.source().fixture().push("elsewhere", "1", BASE);
        return network.source().host() + "/elsewhere:1";
    }

    private void assertThatItIsThere(String repository, int layers, Outcome expected, Network network) {
        Optional<Manifest> pushed = fixture.manifest(repository, TAG);
        assertThat(pushed.isPresent()).isEqualTo(expected.isThere());
        pushed.ifPresent(manifest -> {
            assertThat(manifest.layerDigests()).hasSize(layers);
            Images.requireWhole(fixture, repository, manifest);
        });
        int shown = network.source().changes() + network.target().changes();
        assertThat(shown > 0).as("the oddity showed in %s answers", shown).isNotEqualTo(expected.isAvoided());
    }
}
