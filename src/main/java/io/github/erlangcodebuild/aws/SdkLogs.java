package io.github.erlangcodebuild.aws;

import java.util.List;

/** Keeps secrets out of {@code mvn -X}. */
final class SdkLogs {

    /** They write each request down as it is signed, with the session token in it. */
    private static final List<String> SIGNERS =
            List.of("software.amazon.awssdk.http.auth", "software.amazon.awssdk.auth.signer");

    private SdkLogs() {}

    /**
     * Turns the debug log of the SDK's signers off, unless the user has set its level. It has to come before the SDK is
     * first used: Maven's logger looks at these properties when a class asks for its log.
     */
    static void keepSecrets() {
        for (String signer : SIGNERS) {
            System.getProperties().putIfAbsent("org.slf4j.simpleLogger.log." + signer, "info");
        }
    }
}
