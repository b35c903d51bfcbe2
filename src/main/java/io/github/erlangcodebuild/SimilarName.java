package io.github.erlangcodebuild;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name was meant by one that was mistyped. */
public final class SimilarName {

    /** With more edits than these it is another word. */
    private static final int MAX_EDITS = 2;

    private SimilarName() {}

    /** The most similar name, and the first of those that are equally similar; empty when none is similar. */
    public static Optional<String> of(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(typed, name) <= MAX_EDITS)
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    /** The Levenshtein distance, in letters, regardless of case. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
