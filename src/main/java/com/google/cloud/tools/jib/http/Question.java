package com.google.cloud.tools.jib.http;

import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpMethods;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked in one request, and of whom.
 *
 * @param redirected whether a server has given the URL, which is taken as it is then: it may be signed
 */
record Question(String method, URL url, HttpHeaders headers, HttpContent content, boolean redirected) {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int SEE_OTHER = 303;

    /** Whether a response has its client ask elsewhere. */
    static boolean isRedirect(LocatedResponseException response) {
        return REDIRECTS.contains(response.getStatusCode())
                && response.getHeaders().getLocation() != null;
    }

    /** Whether the content is a secret: a form is what a refresh token is sent in. */
    boolean isSecret() {
        return EchoedCredentials.isForm(content);
    }

    /**
     * The question to ask next, where a response says so. Credentials go on within the same origin only: those in a header are left
     * out elsewhere, and what has them in its content is not asked there at all.
     */
    Optional<Question> after(LocatedResponseException response) {
        String location = response.getHeaders().getLocation();
        if (!isRedirect(response)) {
            return Optional.empty();
        }
        boolean seeOther = response.getStatusCode() == SEE_OTHER;
        try {
            URL target = new URL(response.url(), location);
            if (!seeOther && isSecret() && !isSameOrigin(target, response.url())) {
                return Optional.empty();
            }
            HttpHeaders sent = headers.clone();
            return Optional.of(new Question(
                    seeOther && !method.equals(HttpMethods.HEAD) ? HttpMethods.GET : method,
                    target,
                    isSameOrigin(target, response.url()) ? sent : sent.setAuthorization((String) null),
                    seeOther ? null : content,
                    true));
        } catch (MalformedURLException e) {
            return Optional.empty();
        }
    }

    private static boolean isSameOrigin(URL one, URL other) {
        return one.getProtocol().equals(other.getProtocol())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URL url) {
        return url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    }
}
