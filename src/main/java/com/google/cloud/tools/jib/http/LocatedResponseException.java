package com.google.cloud.tools.jib.http;

import com.google.api.client.http.HttpResponseException;
import java.net.URL;

/** An error response, as Jib throws it, and where it came from. */
public final class LocatedResponseException extends ResponseException {

    private static final long serialVersionUID = 1L;

    private final URL url;

    LocatedResponseException(HttpResponseException error, boolean requestAuthorizationCleared, URL url) {
        super(error, requestAuthorizationCleared);
        this.url = url;
    }

    /** The URL that responded, after all redirects. */
    public URL url() {
        return url;
    }
}
