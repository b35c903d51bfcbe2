package io.github.erlangcodebuild.bundle;

import io.github.erlangcodebuild.http.Loopback;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How the place of an object is shown, and judged, by its address alone: no name is looked up. */
final class Locations {

    private static final Pattern USER_INFO = Pattern.compile("://[^/?#]*@");
    /** To the last {@code @}: in what is no URI, a password may hold anything. */
    private static final Pattern ANY_USER_INFO = Pattern.compile("://.*@", Pattern.DOTALL);

    private static final Pattern QUERY_OR_FRAGMENT = Pattern.compile("[?#].*", Pattern.DOTALL);

    private Locations() {}

    /** For messages: a file as its path, anything else without user info, query and fragment, where secrets are. */
    static String display(URI location) {
        if ("file".equalsIgnoreCase(location.getScheme())) {
            try {
                return Path.of(location).toString();
            } catch (IllegalArgumentException | FileSystemNotFoundException e) {
                return bare(location.toString(), USER_INFO);
            }
        }
        return bare(location.toString(), USER_INFO);
    }

    /** As {@link #display(URI)}, for text that may not be a URI at all. */
    static String display(String location) {
        return bare(location, ANY_USER_INFO);
    }

    private static String bare(String location, Pattern userInfo) {
        String anonymous = userInfo.matcher(location).replaceFirst("://");
        return QUERY_OR_FRAGMENT.matcher(anonymous).replaceFirst("");
    }

    /** Whether anyone on the way could change what is read from there. */
    static boolean isUnprotected(URI location) {
        return "http".equalsIgnoreCase(location.getScheme()) && !isLoopback(location);
    }

    private static boolean isLoopback(URI location) {
        String host = location.getHost();
        return host != null && Loopback.isLoopback(host);
    }
}
