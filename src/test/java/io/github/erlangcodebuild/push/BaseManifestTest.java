package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.ManifestFormat;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestImageIndex;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest is taken for. */
class BaseManifestTest {

    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

    @AutoClose
    private final EmbeddedRegistry source = EmbeddedRegistry.start();

    @AutoClose
    private final EmbeddedRegistry target = EmbeddedRegistry.start();

    private final TestPush push;

    BaseManifestTest(@TempDir Path directory) {
        push = new TestPush(directory).from(source).to(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain; charset=utf-8",
                "application/octet-stream",
                "no type at all",
                "application/vnd.oci.image.index.v1+json",
                ""
            })
    void aManifestIsTakenByWhatItHoldsWhereTheRegistrySaysNothingOfUse(String contentType) {
        for (TestBaseImage base : new TestBaseImage[] {TestBaseImage.oci(), TestBaseImage.docker()}) {
            ManifestFormat format =
                    ManifestFormat.ofManifestType(base.manifest().mediaType()).orElseThrow();
            source.fixture().push("base", "1", base);

            answer(contentType, base.manifest().toString());
            assertThat(push.plan().image().base().format())
                    .as("says its own type")
                    .isEqualTo(format);
            answer(contentType, base.manifest().without("mediaType").toString());
            assertThat(push.plan().image().base().format()).as("says no type").isEqualTo(format);
        }
    }

    @Test
    void whatAManifestSaysItselfGoesBeforeWhatTheRegistrySays() {
        TestBaseImage base = TestBaseImage.oci();
        source.fixture().push("base", "1", base);
        answer(DOCKER, base.manifest().toString());

        assertThat(push.plan().image().base().format()).isEqualTo(ManifestFormat.OCI);
    }

    @ParameterizedTest
    @ValueSource(strings = {OCI, "Application/VND.OCI.image.manifest.v1+JSON; charset=\"utf-8\"", OCI + " ;q=1"})
    void whatTheRegistrySaysCountsWithoutParametersAndInAnyCase(String contentType) {
        TestBaseImage base = TestBaseImage.docker();
        source.fixture().push("base", "1", base);
        answer(contentType, base.manifest().without("mediaType").toString());

        assertThat(push.plan().image().base().format()).isEqualTo(ManifestFormat.OCI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "", OCI})
    void anIndexIsAnIndexWhateverTheRegistrySays(String contentType) {
        TestBaseImage base = TestBaseImage.oci();
        TestImageIndex index = TestImageIndex.oci().image(base);
        source.fixture().push("base", "1", index);
        answer(contentType, index.manifest().without("mediaType").toString());

        assertThat(push.plan().image().base().digest())
                .isEqualTo(base.manifest().digest());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'manifests':[],'layers':[]                          | an index and an image at once (it has "manifests" and "layers")
            'mediaType':'<oci>','manifests':[],'config':{}        | an index and an image at once (it has "manifests" and "config")
            'manifests':[],'fsLayers':[]                        | an index and an image at once (it has "manifests" and "fsLayers")
            'mediaType':'<oci>','manifests':[]                    | says that it is <oci>, but it has "manifests"
            'mediaType':'<index>','config':{},'layers':[]         | says that it is <index>, but it has no "manifests"
            'mediaType':'<index>'                                 | says that it is <index>, but it has no "manifests"
            'mediaType':'<index>','manifests':{}                  | its index has no list of manifests
            """)
    void whatIsTwoThingsAtOnceIsRefused(String fields, String words) {
        answer("<index>", "{'schemaVersion':2," + fields + "}");

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("The base image " + source.host() + "/base:1 cannot be used: ")
                .contains(types(words));
        assertThat(push.retries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            'schemaVersion':1,'fsLayers':[]                     | application/json | manifest.v1+json
            'schemaVersion':1,'fsLayers':[]                     | <oci>            | manifest.v1+json
            'schemaVersion':2,'layers':[],'config':{}           | text/plain       | (text/plain)
            'schemaVersion':2,'layers':[],'config':{'mediaType':'application/vnd.cncf.helm.config.v1+json'} | - | it does not say which
            'schemaVersion':2,'config':{'mediaType':'application/vnd.oci.image.config.v1+json'}             | - | it does not say which
            """)
    void whatCannotBeToldIsRefused(String fields, String contentType, String words) {
        answer(contentType == null ? "" : contentType, "{" + fields + "}");

        assertThat(push.failure().problem()).contains("has a manifest of a kind that is not supported", words);
    }

    private void answer(String contentType, String manifest) {
        source.clearFaults();
        source.answerNext(
                "GET",
                "/v2/base/manifests/1",
                200,
                contentType.isEmpty() ? Map.of() : Map.of("Content-Type", types(contentType)),
                types(manifest).replace('\'', '"'),
                EmbeddedRegistry.ALWAYS);
    }

    private static String types(String text) {
        return text.replace("<oci>", OCI).replace("<index>", "application/vnd.oci.image.index.v1+json");
    }
}
