package io.github.erlangcodebuild.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The least rights that a goal needs, as IAM policies, which the documentation shows too. */
final class IamPolicy {

    private IamPolicy() {}

    /** What {@code push} needs. */
    static String push() {
        try (InputStream in = IamPolicy.class.getResourceAsStream("push-policy.json")) {
            if (in == null) {
                throw new IllegalStateException("push-policy.json is missing from the plugin's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
