package io.github.erlangcodebuild.aws.s3;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.BUCKET;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.layer;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.noBucket;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.noKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.TestBundle;
import java.net.URI;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ToolchainStoreTest {

    private static final URI LOCATION = URI.create("s3://" + BUCKET + "/otp-27.1/linux-amd64/toolchain.json");
    private static final TestBundle BUNDLE = TestBundle.otp("27.1").architecture("amd64");
    private static final String LAYER = "Its layer s3://" + BUCKET + "/otp-27.1/linux-amd64/toolchain.tar.gz ";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.BOOTSTRAP);
    private final ToolchainStore store = new ToolchainStore(aws);
    private BootstrapStandIn account;

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
        account.toolchain("27.1", "amd64", aResponse().withBody(BUNDLE.descriptorBytes()));
    }

    /** Anyone can guess the name of the bucket. */
    @AfterEach
    void everyRequestNamesTheOwnerThatTheBucketMustHave() {
        assertThat(standIn.requests())
                .filteredOn(request -> request.getUrl().startsWith("/" + BUCKET))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.getHeader("x-amz-expected-bucket-owner"))
                        .isEqualTo("123456789012"));
        aws.close();
    }

    @Test
    void aToolchainIsItsDescriptor() {
        assertThat(store.find(LOCATION)).isInstanceOfSatisfying(StoredToolchain.Usable.class, usable -> assertThat(
                        usable.descriptor().erlang().otpVersion())
                .isEqualTo("27.1"));
        assertThat(account.request("s3:HeadObject").getHeader("x-amz-checksum-mode"))
                .isEqualTo("ENABLED");
    }

    @Test
    void whereThereIsNoDescriptorOrNoBucketThereIsNothing() {
        account.toolchain("27.1", "amd64", noKey(), noBucket());

        assertThat(store.find(LOCATION)).isEqualTo(new StoredToolchain.Absent());
        assertThat(store.find(LOCATION)).isEqualTo(new StoredToolchain.Absent());
    }

    @Test
    void aDescriptorThatCannotBeReadIsUnusable() {
        account.toolchain("27.1", "amd64", aResponse().withBody("{\"schemaVersion\": 2}"));

        assertThat(store.find(LOCATION))
                .isInstanceOfSatisfying(StoredToolchain.Unusable.class, unusable -> assertThat(unusable.problem())
                        .startsWith("The toolchain descriptor " + LOCATION + " ")
                        .contains("schemaVersion"));
    }

    @Test
    void aLayerThatIsGoneIsUnusable() {
        assertThat(withLayer(noKey())).isEqualTo(new StoredToolchain.Unusable(LAYER + "is not there."));
        assertThat(withLayer(aResponse().withStatus(404)))
                .isEqualTo(new StoredToolchain.Unusable(LAYER + "is not there."));
    }

    @Test
    void aLayerOfAnotherSizeIsUnusable() {
        assertThat(withLayer(layer(7)))
                .isEqualTo(new StoredToolchain.Unusable(
                        LAYER + "has 7 bytes, and the descriptor is of one of " + size() + " bytes."));
    }

    @Test
    void aLayerOfAnotherChecksumIsUnusable() {
        assertThat(withLayer(layer(size()).withHeader("x-amz-checksum-sha256", "AAAA")))
                .isEqualTo(new StoredToolchain.Unusable(LAYER + "has the SHA-256 AAAA, and the descriptor is of one of "
                        + sha256() + " (" + Digest.of(BUNDLE.layerBytes()) + ")."));
    }

    @Test
    void aLayerOfTheDescriptorsChecksumOrOfOneOfItsPartsWillDo() {
        assertThat(withLayer(layer(size()).withHeader("x-amz-checksum-sha256", sha256())))
                .isInstanceOf(StoredToolchain.Usable.class);
        assertThat(withLayer(layer(size()).withHeader("x-amz-checksum-sha256", "AAAA-2")))
                .isInstanceOf(StoredToolchain.Usable.class);
    }

    @Test
    void aLayerThatMayNotBeLookedAtIsAMatterOfRights() {
        assertThatThrownBy(() -> withLayer(aResponse().withStatus(403)))
                .hasMessageContaining("this identity needs s3:GetObject and s3:ListBucket on arn:aws:s3:::" + BUCKET);
    }

    @Test
    void aBucketIsThereOrNot() {
        account.bucket(aResponse(), aResponse().withStatus(404));

        assertThat(store.exists()).isTrue();
        assertThat(store.exists()).isFalse();
    }

    @Test
    void aBucketOfSomebodyElseIsNotUsed() {
        account.bucket(aResponse().withStatus(403));

        assertThatThrownBy(store::exists)
                .hasMessageStartingWith("Cannot use the bucket " + BUCKET + ": access denied. Either it does not belong"
                        + " to account 123456789012, and somebody else made it under this name, or this identity may"
                        + " not see it.\n")
                .hasMessageContaining("s3:ListBucket on arn:aws:s3:::" + BUCKET);
    }

    @Test
    void scriptsAreStoredWithTheirChecksum() {
        assertThat(store.storeScripts(BUCKET, "source/x.zip", new byte[] {1})).isTrue();

        assertThat(account.request("s3:PutObject").getUrl()).startsWith("/" + BUCKET + "/source/x.zip");
        assertThat(account.request("s3:PutObject").getHeader("x-amz-sdk-checksum-algorithm"))
                .isEqualTo("SHA256");
    }

    @Test
    void withoutTheBucketNothingIsStored() {
        account.uploads(noBucket());

        assertThat(store.storeScripts(BUCKET, "source/x.zip", new byte[] {1})).isFalse();
    }

    private StoredToolchain withLayer(ResponseDefinitionBuilder answer) {
        account.layer("27.1", "amd64", answer);
        return store.find(LOCATION);
    }

    private static int size() {
        return BUNDLE.layerBytes().length;
    }

    /** That of the layer, as S3 writes it. */
    private static String sha256() {
        return Base64.getEncoder().encodeToString(Digest.newSha256().digest(BUNDLE.layerBytes()));
    }
}
