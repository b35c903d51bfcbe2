package io.github.erlangcodebuild.bundle;

import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads from wherever one of its readers can: each serves one URI scheme. */
public final class SchemeReader implements BundleReader {

    private final Map<String, BundleReader> readers;

    /** @param readers by scheme, in lower case */
    public SchemeReader(Map<String, BundleReader> readers) {
        this.readers = new TreeMap<>(readers);
    }

    /** @throws ActionableException also when there is no reader for the scheme */
    @Override
    public InputStream open(URI location) throws IOException {
        String scheme = String.valueOf(location.getScheme()).toLowerCase(Locale.ROOT);
        BundleReader reader = readers.get(scheme);
        if (reader == null) {
            throw new ActionableException(
                    "Nothing here reads '" + scheme + "' addresses such as " + Locations.display(location) + ".",
                    "Use one of these schemes: " + String.join(", ", readers.keySet()) + ".");
        }
        return reader.open(location);
    }
}
