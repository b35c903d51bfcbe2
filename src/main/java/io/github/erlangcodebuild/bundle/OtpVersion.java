package io.github.erlangcodebuild.bundle;

import io.github.erlangcodebuild.ActionableException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of an Erlang/OTP release, as OTP writes it itself: {@code 27.1}. */
public final class OtpVersion {

    /** The one that goals take unless they are told another. */
    public static final String DEFAULT = "27.1";

    /** Git's tags are named {@code OTP-27.1}, source archives {@code otp_src_27.1}. */
    private static final Pattern WITH_PREFIX =
            Pattern.compile("(?:erlang-)?(?:otp[-_/ ]?(?:src_)?|v)(?<version>\\d.*)", Pattern.CASE_INSENSITIVE);

    private OtpVersion() {}

    /**
     * Refuses the name of a release's tag or archive where its version is meant. It is not taken for the version, because
     * what the user wrote ends up in image tags, places in S3 and scripts too, and there a release has one name.
     *
     * @param erlangVersion what the user wrote
     * @throws ActionableException naming the version in it
     */
    public static void refusePrefix(String erlangVersion) {
        Matcher prefixed = WITH_PREFIX.matcher(erlangVersion);
        if (prefixed.matches()) {
            throw new ActionableException(
                    "erlangVersion '" + erlangVersion + "' is the name of a tag or file, not an OTP version.",
                    "Set -Derlang-codebuild.erlangVersion=" + prefixed.group("version") + ".");
        }
    }
}
