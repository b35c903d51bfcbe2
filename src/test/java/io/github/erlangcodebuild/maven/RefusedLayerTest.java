package io.github.erlangcodebuild.maven;

import static org.apache.maven.api.plugin.testing.MojoExtension.setVariableValueToObject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.PushSetup;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goal itself refuses a layer that would change the base image, and leaves neither tag nor layer in the registry. */
@MojoTest
class RefusedLayerTest {

    private static final String PARAMETER = "erlang-codebuild.";

    /** A mock, which the harness makes. */
    @Inject
    private MavenSession session;

    private final Path directory;

    RefusedLayerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void haveEmptySettings() {
        when(session.getSettings()).thenReturn(new Settings());
    }

    @Test
    @InjectMojo(goal = "push")
    void aLayerThatHidesADirectoryOfTheBaseIsRefused(PushMojo mojo) throws Exception {
        assertRefused(
                mojo,
                bundle().without("usr/local/bin/")
                        .append(
                                TarEntry.pax("SCHILY.xattr.trusted.overlay.opaque", "y"),
                                TarEntry.directory("usr/local/bin/")),
                "has the PAX record 'SCHILY.xattr.trusted.overlay.opaque', and only path, linkpath, size, mtime,");
    }

    @Test
    @InjectMojo(goal = "push")
    void aLayerThatIsUnpackedToAnotherPlaceIsRefused(PushMojo mojo) throws Exception {
        assertRefused(
                mojo,
                bundle().append(TarEntry.file("etc/passwd", "root::0:0::/:\n")
                        .header(257, "ustar\00100")
                        .header(345, "usr/local/erlang/lib")),
                "has no sound tar header where one is expected");
    }

    @Test
    @InjectMojo(goal = "push")
    void aLayerThatLetsAllWriteToADirectoryOfTheBaseIsRefused(PushMojo mojo) throws Exception {
        assertRefused(
                mojo,
                bundle().with(TarEntry.directory("etc/").mode(0777)),
                "has the entry 'etc/', which has the mode 0777; a directory of the base image must have 0755");
    }

    @Test
    @InjectMojo(goal = "push")
    void aLayerWithAFileThatIsNotRootsIsRefused(PushMojo mojo) throws Exception {
        assertRefused(
                mojo,
                bundle().append(TarEntry.file("usr/local/erlang/x", "").header(108, "0001750\0")),
                "has the entry 'usr/local/erlang/x', which belongs to 1000:0");
    }

    /** Larger than what an upload holds back, so that it has begun when the layer is refused. */
    private static TestBundle bundle() {
        return TestBundle.otp("27.1").padding(300_000);
    }

    private void assertRefused(PushMojo mojo, TestBundle bundle, String problem) throws Exception {
        try (PushSetup setup = PushSetup.at(directory, EmbeddedRegistry.start(), bundle)) {
            for (Map.Entry<String, String> parameter : setup.parameters().entrySet()) {
                String name = parameter.getKey().substring(PARAMETER.length());
                String value = parameter.getValue();
                setVariableValueToObject(mojo, name, name.startsWith("allow") ? List.of(value) : value);
            }

            assertThatThrownBy(mojo::execute)
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessageContaining(problem)
                    .hasMessageContaining("Pack the bundle again");

            Digest layer = Digest.of(bundle.layerBytes());
            assertThat(setup.registry().tags(PushSetup.REPOSITORY)).isEmpty();
            assertThat(setup.registry().fixture().hasBlob(PushSetup.REPOSITORY, layer))
                    .isFalse();
            assertThat(setup.registry().requests())
                    .filteredOn(request -> request.method().equals("PUT"))
                    .noneMatch(request -> request.path().contains("/manifests/")
                            || (request.path().contains(layer.hex()) && request.status() != 0));
        }
    }
}
