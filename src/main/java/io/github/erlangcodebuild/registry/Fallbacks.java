package io.github.erlangcodebuild.registry;

import com.google.cloud.tools.jib.global.JibSystemProperties;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient;
import io.github.erlangcodebuild.http.Loopback;
import java.net.URL;
import java.util.function.Consumer;

/**
 * Which hosts may be spoken to without verified TLS, and what the user is told when one is. Not of this host itself: nobody is on
 * the way to it.
 */
record Fallbacks(InsecureHosts allowed, Consumer<String> warnings) implements SharedTransportHttpClient.Insecurity {

    @Override
    public boolean isAllowed(URL url) {
        return allowed.include(url.getHost(), url.getPort() < 0 ? url.getDefaultPort() : url.getPort());
    }

    @Override
    public void used(String host, boolean plainHttp) {
        if (Loopback.isLoopback(host.replaceFirst(":\\d+$", ""))) {
            return;
        }
        warnings.accept(
                plainHttp
                        ? host
                                + " is spoken to over plain HTTP: anyone on the way can read what is sent and change what is read."
                                + " Blobs are verified by digest all the same; which image a tag names is not."
                                + (JibSystemProperties.sendCredentialsOverHttp()
                                        ? " The credentials go there, too, as sendCredentialsOverHttp says."
                                        : " No credentials go there.")
                        : "The TLS certificate of " + host
                                + " is not verified: whoever poses as it gets the credentials, and"
                                + " decides which image a tag names. Blobs are verified by digest all the same.");
    }
}
