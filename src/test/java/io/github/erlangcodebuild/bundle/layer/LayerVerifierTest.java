package io.github.erlangcodebuild.bundle.layer;

import static io.github.erlangcodebuild.testing.TarEntry.directory;
import static io.github.erlangcodebuild.testing.TarEntry.file;
import static io.github.erlangcodebuild.testing.TarEntry.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layer as a whole: sizes, digests, gzip, tar framing, and what a toolchain must hold. */
class LayerVerifierTest {

    private static final String ERL = "usr/local/erlang/bin/erl";
    private static final String REBAR3 = "usr/local/bin/rebar3";
    private static final String VERSION = "usr/local/erlang/releases/27/OTP_VERSION";

    private final TestBundle bundle = TestBundle.otp("27.1");

    @Test
    void aGoodLayerGoesThroughByteForByte() throws IOException {
        bundle.padding(300_000);

        assertThat(copy(bundle)).isEqualTo(bundle.layerBytes());
    }

    @Test
    void longNamesInPaxHeadersAreRead() throws IOException {
        bundle.append(file("usr/local/erlang/lib/" + "d".repeat(120) + "/" + "ä".repeat(90), ""));

        assertThat(copy(bundle)).isEqualTo(bundle.layerBytes());
    }

    @Test
    void anotherDigestIsRefused() {
        bundle.descriptorField("layer.digest", "sha256:" + "a".repeat(64));

        assertRefused(
                bundle, "digest", "a".repeat(64), Digest.of(bundle.layerBytes()).hex());
    }

    @Test
    void anotherDiffIdIsRefused() {
        bundle.descriptorField("layer.diffId", "sha256:" + "b".repeat(64));

        assertRefused(
                bundle, "diff ID", "b".repeat(64), Digest.of(bundle.tarBytes()).hex());
    }

    @Test
    void aLayerLargerThanItsSizeIsNotSentBeyondIt() {
        bundle.padding(500_000).descriptorField("layer.size", 200_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> copy(bundle, bundle.layerBytes(), out))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("larger than the 200000 bytes");
        assertThat(out.size()).isLessThanOrEqualTo(200_000);
    }

    @Test
    void aLayerCutShortIsRefused() {
        byte[] layer = bundle.padding(500_000).layerBytes();

        assertRefused(bundle, Arrays.copyOf(layer, layer.length / 2), "cut short", String.valueOf(layer.length / 2));
        assertRefused(bundle, new byte[0], "cut short");
    }

    @Test
    void aLayerWhoseGzipStreamIsCutShortIsRefused() {
        bundle.changeLayer(layer -> Arrays.copyOf(layer, layer.length - 5));

        assertRefused(bundle, "ends in the middle of its gzip stream");
    }

    @Test
    void whatIsNotGzipIsRefused() {
        assertRefused(bundle.changeLayer(layer -> bundle.tarBytes()), "not in the .gz format");
    }

    @Test
    void damagedGzipIsRefused() {
        bundle.padding(100_000).changeLayer(layer -> {
            layer[layer.length - 6] ^= 1;
            return layer;
        });

        assertRefused(bundle, "CRC32");
    }

    @Test
    void anEndlessGzipNameIsRefused() {
        byte[] header = Arrays.copyOf(new byte[] {0x1f, (byte) 0x8b, 8, 8}, 400_000);
        Arrays.fill(header, 10, header.length, (byte) 'n');

        assertRefused(bundle.changeLayer(layer -> header), "gzip header");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 16})
    void moreThanANameInTheGzipHeaderIsRefused(int flag) {
        byte[] crcOrExtraOrComment = flag == 2 ? new byte[] {1, 2} : flag == 4 ? new byte[2] : new byte[] {'c', 0};

        assertRefused(bundle.changeLayer(layer -> withHeader(layer, flag, crcOrExtraOrComment)), "gzip header");
    }

    @Test
    void aNameInTheGzipHeaderIsShortOrRefused() throws IOException {
        byte[] name = "layer.tar\0".getBytes(StandardCharsets.US_ASCII);
        bundle.changeLayer(layer -> withHeader(layer, 8, name));
        assertThat(copy(bundle)).isEqualTo(bundle.layerBytes());

        byte[] endless = ("n".repeat(600) + "\0").getBytes(StandardCharsets.US_ASCII);
        assertRefused(TestBundle.otp("27.1").changeLayer(layer -> withHeader(layer, 8, endless)), "gzip header");
    }

    @Test
    void bytesAfterTheGzipStreamAreRefused() {
        assertRefused(bundle.changeLayer(layer -> Arrays.copyOf(layer, layer.length + 3)), "after its gzip stream");
    }

    @Test
    void aSecondGzipMemberIsRefused() {
        assertRefused(
                bundle.changeLayer(layer -> concat(layer, TestBundle.gzip(new byte[512]))), "after its gzip stream");
    }

    @Test
    void aBombDoesNotGoThrough() {
        bundle.append(file("usr/local/erlang/zeros", new byte[50_000_000]))
                .descriptorField("layer.uncompressedSize", 100_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] layer = concat(bundle.layerBytes(), new byte[1_000_000]);
        bundle.descriptorField("layer.size", layer.length);

        assertThatThrownBy(() -> copy(bundle, layer, out))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("more than the 100000 bytes");
        assertThat(out.size()).isLessThan(200_000);
    }

    @Test
    void aTarSmallerThanItsSizeIsRefused() {
        int size = bundle.tarBytes().length;

        assertRefused(bundle.descriptorField("layer.uncompressedSize", size + 512), "inflates to " + size);
    }

    @Test
    void zeroPaddingAfterTheTarGoesThrough() throws IOException {
        bundle.changeTar(tar -> Arrays.copyOf(tar, tar.length + 100_000));

        assertThat(copy(bundle)).isEqualTo(bundle.layerBytes());
    }

    @Test
    void dataAfterTheTarsEndIsRefused() {
        assertRefused(bundle.changeTar(tar -> concat(tar, bundleOf("28.0"))), "after the end marker");
        for (int fromEnd : new int[] {1, 600}) {
            TestBundle other = TestBundle.otp("27.1");
            other.changeTar(tar -> {
                byte[] longer = Arrays.copyOf(tar, tar.length + 10_240);
                longer[longer.length - fromEnd] = 1;
                return longer;
            });
            assertRefused(other, "after the end marker");
        }
    }

    @Test
    void dataBetweenTheTwoEndMarkersIsRefused() {
        bundle.changeTar(tar -> {
            tar[endOfEntries(tar) + 512 + 100] = 1;
            return tar;
        });

        assertRefused(bundle, "after the end marker");
    }

    @Test
    void aTarWithoutItsEndMarkerIsRefused() {
        assertRefused(bundle.changeTar(tar -> Arrays.copyOf(tar, endOfEntries(tar))), "without its end marker");
        assertRefused(
                TestBundle.otp("27.1").changeTar(tar -> Arrays.copyOf(tar, endOfEntries(tar) + 100)),
                "without its end marker");
    }

    @Test
    void aTarThatEndsInAnEntryIsRefused() {
        bundle.padding(5_000).changeTar(tar -> Arrays.copyOf(tar, endOfEntries(tar) - 2_048));

        assertRefused(bundle, "a tar that ends in the middle of an entry");
    }

    @Test
    void whatIsNotATarIsRefused() {
        assertRefused(
                bundle.changeTar(tar -> "not a tar".repeat(200).getBytes(StandardCharsets.UTF_8)),
                "no sound tar header");
    }

    @Test
    void aHeaderWithAWrongChecksumIsRefused() {
        bundle.changeTar(tar -> {
            tar[105] ^= 1;
            return tar;
        });

        assertRefused(bundle, "no sound tar header");
    }

    @Test
    void anotherOtpVersionInTheLayerIsRefused() {
        assertRefused(bundle.with(file(VERSION, "26.2\n")), VERSION, "26.2", "27.1");
        assertRefused(
                TestBundle.otp("27.1").append(file("usr/local/erlang/releases/26/OTP_VERSION", "26.2")),
                "releases/26/OTP_VERSION",
                "26.2");
    }

    @Test
    void anEndlessOtpVersionIsRefused() {
        assertRefused(bundle.with(file(VERSION, "27.1" + " ".repeat(2_000))), VERSION);
    }

    @Test
    void aLayerWithoutOtpVersionIsRefused() {
        assertRefused(bundle.without(VERSION), "OTP_VERSION");
        assertRefused(TestBundle.otp("27.1").with(symlink(VERSION, "elsewhere")), VERSION, "must be a regular file");
    }

    @Test
    void aLayerWithoutExecutableErlIsRefused() {
        assertRefused(bundle.without(ERL), "no executable", ERL);
        assertRefused(TestBundle.otp("27.1").with(file(ERL, "#!/bin/sh")), "no executable", ERL);
        assertRefused(TestBundle.otp("27.1").with(symlink(ERL, "erl")), "no executable", ERL);
        assertRefused(TestBundle.otp("27.1").with(symlink(ERL, "/usr/bin/erl")), "no executable", ERL);
        assertRefused(TestBundle.otp("27.1").without(ERL).with(directory(ERL + "/")), "no executable", ERL);
    }

    @Test
    void aLayerWithoutExecutableRebar3IsRefused() {
        assertRefused(bundle.without(REBAR3), "no executable", REBAR3);
        assertRefused(TestBundle.otp("27.1").with(file(REBAR3, "#!")), "no executable", REBAR3);
    }

    @Test
    void linksMayLeadToTheExecutable() throws IOException {
        String program = "usr/local/erlang/erts-15.1/bin/epmd";
        bundle.with(symlink(ERL, "../current/./bin/epmd"), symlink("usr/local/erlang/current", "erts-15.1"));
        assertThat(copy(bundle.with(symlink(REBAR3, "/" + program)))).isEqualTo(bundle.layerBytes());

        bundle.without(REBAR3).append(TarEntry.hardLink(REBAR3, program).mode(0755));
        assertThat(copy(bundle)).isEqualTo(bundle.layerBytes());
    }

    @Test
    void aProgramForAnotherMachineIsRefused() {
        String program = "usr/local/erlang/erts-15.1/bin/epmd";

        assertRefused(bundle.with(file(program, TestBundle.elf(183))), program, "EM_AARCH64", "linux/amd64");
        assertRefused(
                TestBundle.otp("27.1").architecture("arm64").with(file(program, TestBundle.elf(62))),
                program,
                "EM_X86_64",
                "linux/arm64");
        assertRefused(
                TestBundle.otp("27.1").with(file(program, Arrays.copyOf(TestBundle.elf(62), 10))),
                program,
                "machine 0");
    }

    @Test
    void aBundleForArm64GoesThrough() throws IOException {
        assertThat(copy(bundle.architecture("arm64"))).isEqualTo(bundle.layerBytes());
    }

    @Test
    void aFailingSourceIsNotTakenForADamagedLayer() {
        byte[] layer = bundle.padding(300_000).layerBytes();
        for (IOException failure :
                new IOException[] {new EOFException("gone"), new ZipException("gone"), new IOException("gone")}) {
            InputStream source =
                    new SequenceInputStream(new ByteArrayInputStream(layer, 0, layer.length / 2), failing(failure));

            assertThatThrownBy(() -> verifier(bundle).copy(source, OutputStream.nullOutputStream()))
                    .isSameAs(failure);
        }
    }

    @Test
    void aFailingDestinationIsNotTakenForADamagedLayer() {
        IOException failure = new IOException("broken pipe");
        RuntimeException bug = new IllegalStateException("closed");

        assertThatThrownBy(() -> copy(bundle, bundle.layerBytes(), refusing(failure, null)))
                .isSameAs(failure);
        assertThatThrownBy(() -> copy(bundle, bundle.layerBytes(), refusing(failure, bug)))
                .isSameAs(bug);
    }

    @Test
    void theMessageNamesTheLayerAndTheRemedy() {
        assertRefused(bundle.without(ERL), "/bundle/toolchain.tar.gz", "erlang-toolchain/pack-toolchain.sh");
    }

    @Test
    void noDamageGoesThroughOrEndsInAnotherException() throws IOException {
        byte[] tar = bundle.padding(2_000).tarBytes();
        byte[] layer = bundle.layerBytes();
        Random random = new Random(27);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = damage(layer, random);
            expectSameOrRefused(bundle, damaged, layer);
            // and with a descriptor that agrees with the damage, so that the tar's own rules are met
            byte[] damagedTar = damage(tar, random);
            TestBundle agreeing = TestBundle.otp("27.1").changeTar(ignored -> damagedTar);
            expectSameOrRefused(agreeing, agreeing.layerBytes(), agreeing.layerBytes());
        }
    }

    private static void expectSameOrRefused(TestBundle bundle, byte[] layer, byte[] expected) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            copy(bundle, layer, out);
            assertThat(out.toByteArray()).isEqualTo(expected);
        } catch (ActionableException e) {
            assertThat(e).hasMessageContaining("The toolchain layer");
        }
    }

    private static byte[] damage(byte[] content, Random random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(content, random.nextInt(content.length));
        }
        byte[] damaged = content.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    /** Where the end markers begin. */
    private static int endOfEntries(byte[] tar) {
        int end = tar.length;
        while (tar[end - 1] == 0) {
            end--;
        }
        return (end + 511) / 512 * 512;
    }

    private static byte[] bundleOf(String version) {
        return TestBundle.otp(version).tarBytes();
    }

    private static InputStream failing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw failure;
            }
        };
    }

    private static OutputStream refusing(IOException failure, @Nullable RuntimeException bug) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (bug != null) {
                    throw bug;
                }
                throw failure;
            }
        };
    }

    /** RFC 1952, 2.3: what a flag announces comes behind the ten bytes that are always there. */
    private static byte[] withHeader(byte[] gzip, int flag, byte[] more) {
        byte[] start = Arrays.copyOf(gzip, 10);
        start[3] |= (byte) flag;
        return concat(concat(start, more), Arrays.copyOfRange(gzip, 10, gzip.length));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static LayerVerifier verifier(TestBundle bundle) {
        return new LayerVerifier(bundle.parsed().expectedLayer(), "/bundle/toolchain.tar.gz");
    }

    private static void copy(TestBundle bundle, byte[] layer, OutputStream out) throws IOException {
        verifier(bundle).copy(new ByteArrayInputStream(layer), out);
    }

    private static byte[] copy(TestBundle bundle) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copy(bundle, bundle.layerBytes(), out);
        return out.toByteArray();
    }

    @Test
    void aDamagedLayerSaysSoAndWhatToDo() {
        TestBundle bundle = TestBundle.otp("27.1");
        byte[] layer = bundle.layerBytes();

        assertRefused(
                bundle,
                Arrays.copyOf(layer, layer.length - 1),
                "is damaged, or belongs to another descriptor than the one beside it: it ",
                "\nDownload or copy the bundle again",
                "-Derlang-codebuild.force=true");
    }

    private static void assertRefused(TestBundle bundle, String... words) {
        assertRefused(bundle, bundle.layerBytes(), words);
    }

    private static void assertRefused(TestBundle bundle, byte[] layer, String... words) {
        assertThatThrownBy(() -> copy(bundle, layer, OutputStream.nullOutputStream()))
                .isInstanceOf(ActionableException.class)
                .message()
                .contains(words);
    }
}
