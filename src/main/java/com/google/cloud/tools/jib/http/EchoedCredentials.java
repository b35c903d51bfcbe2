package com.google.cloud.tools.jib.http;

import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The credentials of a request, which a response may repeat: the {@code Authorization} header, the token or the password in it, and
 * what a form that is sent for a token holds. Errors are shown to people, and kept in logs.
 *
 * @param values the longest first, so that none is cut in two by another
 */
record EchoedCredentials(List<String> values) {

    /** What is shorter would be found in any text. */
    private static final int SHORTEST = 6;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String CUT = "***";

    /** Those of a request with these headers and this content. */
    static EchoedCredentials of(HttpHeaders headers, HttpContent content) {
        List<String> values = new ArrayList<>();
        Optional.ofNullable(headers.getAuthorization())
                .ifPresent(authorization -> addAuthorization(authorization, values));
        if (isForm(content)) {
            addForm(content, values);
        }
        return new EchoedCredentials(values.stream()
                .filter(value -> value.length() >= SHORTEST)
                .sorted(Comparator.comparing(String::length).reversed())
                .toList());
    }

    /** Whether a request's content is a form, which is what secrets are sent in. */
    static boolean isForm(HttpContent content) {
        return content != null
                && String.valueOf(content.getType()).toLowerCase(Locale.ROOT).startsWith(FORM);
    }

    /** The same error, without them. */
    HttpResponseException cutFrom(HttpResponseException error) {
        if (values.stream().noneMatch(value -> says(error, value))) {
            return error;
        }
        return new HttpResponseException.Builder(
                        error.getStatusCode(), cutFrom(error.getStatusMessage()), error.getHeaders())
                .setContent(cutFrom(error.getContent()))
                .setMessage(cutFrom(error.getMessage()))
                .build();
    }

    private static boolean says(HttpResponseException error, String value) {
        return String.valueOf(error.getContent()).contains(value)
                || String.valueOf(error.getMessage()).contains(value)
                || String.valueOf(error.getStatusMessage()).contains(value);
    }

    private String cutFrom(String text) {
        String cut = text;
        for (String value : values) {
            cut = cut == null ? null : cut.replace(value, CUT);
        }
        return cut;
    }

    private static void addAuthorization(String authorization, List<String> values) {
        values.add(authorization);
        String credentials = authorization.substring(authorization.indexOf(' ') + 1);
        values.add(credentials);
        if (authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            try {
                String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
                values.add(decoded);
                values.add(decoded.substring(decoded.indexOf(':') + 1));
            } catch (IllegalArgumentException e) {
                return; // it is no Base64, and there is nothing more in it
            }
        }
    }

    private static void addForm(HttpContent content, List<String> values) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        try {
            content.writeTo(form);
        } catch (IOException e) {
            throw new AssertionError("a form is written from memory", e);
        }
        for (String field : form.toString(StandardCharsets.UTF_8).split("&", -1)) {
            String name = field.substring(0, Math.max(0, field.indexOf('=')));
            if (name.contains("token") || name.contains("password") || name.contains("secret")) {
                String value = field.substring(name.length() + 1);
                values.add(value);
                values.add(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
    }
}
