package io.github.erlangcodebuild.testing;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/** A self-signed certificate for 127.0.0.1 and localhost, made by the JDK's own {@code keytool}. */
final class ServerCertificate {

    static final String PASSWORD = "changeit";

    private static final String ALIAS = "embedded-registry";

    private final KeyStore keys;
    private final Path trustStore;

    private ServerCertificate(KeyStore keys, Path trustStore) {
        this.keys = keys;
        this.trustStore = trustStore;
    }

    /** Makes one, with its files in a directory. */
    static ServerCertificate createIn(Path directory) {
        try {
            Path keyStore = directory.resolve("keys.p12");
            keytool(keyStore);
            KeyStore keys = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
            return new ServerCertificate(keys, writeTrustStore(keys, directory.resolve("trust.p12")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SslContext serverContext() {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, PASSWORD.toCharArray());
            return SslContextBuilder.forServer(factory).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Path trustStore() {
        return trustStore;
    }

    private static void keytool(Path keyStore) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", ALIAS, "-dname", "CN=" + ALIAS));
        command.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost", "-validity", "2"));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", keyStore.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool made no key: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool made a key", e);
        }
    }

    /** The JDK's authorities and this certificate, so that a Maven which trusts it still reaches its repositories. */
    private static Path writeTrustStore(KeyStore keys, Path target) throws IOException, GeneralSecurityException {
        Path authorities = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        if (Files.exists(authorities)) {
            KeyStore builtIn = KeyStore.getInstance(authorities.toFile(), PASSWORD.toCharArray());
            for (String alias : Collections.list(builtIn.aliases())) {
                trusted.setCertificateEntry(alias, builtIn.getCertificate(alias));
            }
        }
        trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        try (OutputStream out = Files.newOutputStream(target)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return target;
    }

    /** Reads a trust store that {@link #createIn(Path)} wrote. */
    static KeyStore readTrustStore(Path trustStore) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(trustStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
