package io.github.erlangcodebuild.proof;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names of images that fit above a column: the end of each, which is where they differ. */
final class ShortNames {

    private static final int DIGEST = 8;

    private ShortNames() {}

    /**
     * A name for each image.
     *
     * @param images all different
     * @param width how many characters a name may have, at least 6
     * @return names that are all different, by image, in the same order
     */
    static Map<String, String> of(List<String> images, int width) {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (String image : images) {
            String name = end(last(image), width);
            for (int number = 2; !taken.add(name); number++) {
                String mark = "#" + number;
                name = end(last(image), width - mark.length()) + mark;
            }
            names.put(image, name);
        }
        return names;
    }

    /** {@code 27.1}, {@code @0123abcd}: the tag or digest alone, or the repository where it has none. */
    static String tag(String image, int width) {
        String last = last(image);
        int at = last.lastIndexOf('@');
        return end(last.substring(at >= 0 ? at : last.lastIndexOf(':') + 1), width);
    }

    /** {@code erlang-codebuild:27.1}; of a digest a few digits. */
    private static String last(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        int digest = name.indexOf("@sha256:");
        if (digest < 0) {
            return name;
        }
        String hex = name.substring(digest + "@sha256:".length());
        return name.substring(0, digest) + "@" + hex.substring(0, Math.min(DIGEST, hex.length()));
    }

    /** Cut where a word begins, unless that would leave less than half of it. */
    private static String end(String name, int width) {
        if (name.length() <= width) {
            return name;
        }
        int first = name.length() - width + 1;
        for (int start = first; start <= name.length() - width / 2; start++) {
            if ("/-:@".indexOf(name.charAt(start - 1)) >= 0) {
                return "…" + name.substring(start);
            }
        }
        return "…" + name.substring(first);
    }
}
