package io.github.erlangcodebuild.registry;

/** A configuration of docker or podman, or an entry of one, that cannot be used. The message says why, and tells no secret. */
final class UnusableConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason a clause about "it": {@code it is a directory} */
    UnusableConfigException(String reason) {
        super(reason);
    }

    /** The reason, as {@link #getMessage}. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
