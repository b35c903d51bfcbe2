package io.github.erlangcodebuild.http;

import java.io.IOException;

/** A proxy cannot be reached, or cannot reach what it was asked for. Trying again may help. */
public final class ProxyUnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param problem the rest of a sentence: {@code the proxy … cannot be reached (Connection refused).}
     * @param remedy full sentences
     */
    ProxyUnavailableException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    /** As the end of a sentence. */
    public String problem() {
        return String.valueOf(getMessage());
    }

    public String remedy() {
        return remedy;
    }
}
