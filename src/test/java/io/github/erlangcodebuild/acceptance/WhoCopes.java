package io.github.erlangcodebuild.acceptance;

import java.util.Optional;

/**
 * Which tools push to a registry with an oddity.
 *
 * @param title the oddity, in Markdown
 */
public record WhoCopes(String title, Outcome push, Outcome crane, Outcome skopeo) {

    /**
     * Whether the image is there, whole, when a tool has pushed it.
     *
     * @param isThere whether it is
     * @param reason why it is not, or why the tool does not meet with the oddity, in a few words
     * @param words what the tool says when it fails
     */
    public record Outcome(boolean isThere, Optional<String> reason, String words) {

        /** Whether the tool does not meet with the oddity. */
        public boolean isAvoided() {
            return isThere && reason.isPresent();
        }

        private String cell() {
            return (isThere ? "copes" : "**fails**")
                    + reason.map(why -> ": " + why).orElse("");
        }
    }

    /** The image is there. */
    public static Outcome copes() {
        return new Outcome(true, Optional.empty(), "");
    }

    /** The image is there, because the tool does not do what the oddity is about. */
    public static Outcome avoids(String reason) {
        return new Outcome(true, Optional.of(reason), "");
    }

    /** It is not. */
    public static Outcome fails(String reason, String words) {
        return new Outcome(false, Optional.of(reason), words);
    }

    /** What a table with {@link #row()}s begins with. */
    public static String header() {
        return "| registry | `push` | `crane` | `skopeo` |\n|---|---|---|---|\n";
    }

    /** It as a row of a table. */
    public String row() {
        return "| %s | %s | %s | %s |\n".formatted(title, push.cell(), crane.cell(), skopeo.cell());
    }
}
