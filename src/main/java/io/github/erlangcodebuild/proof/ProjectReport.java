package io.github.erlangcodebuild.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The builds of one project, by image.
 *
 * @param project the name of the project
 * @param imageInUse the image that the project has now; empty when it is not known
 * @param images by the time of their last build, the oldest first; the image in use, if it has builds, is the last
 * @param history all builds that were counted, by the time when they were started, the oldest first
 * @param running how many builds had not ended; they are not counted
 * @param prices the prices that the costs were calculated with
 */
public record ProjectReport(
        String project,
        Optional<String> imageInUse,
        List<ImageFigures> images,
        List<EndedBuild> history,
        int running,
        Prices prices) {

    public ProjectReport {
        images = List.copyOf(images);
        history = List.copyOf(history);
    }

    /**
     * Groups builds by the image that they ran on, which may be another than the project's.
     *
     * @param builds all builds of this project that ended, in any order
     */
    public static ProjectReport of(
            String project, Optional<String> imageInUse, List<EndedBuild> builds, int running, Prices prices) {
        Map<String, List<EndedBuild>> byImage = new LinkedHashMap<>();
        builds.forEach(build ->
                byImage.computeIfAbsent(build.image(), any -> new ArrayList<>()).add(build));
        List<ImageFigures> images = byImage.values().stream()
                .map(group -> ImageFigures.of(group, prices))
                .sorted(Comparator.comparing((ImageFigures figures) -> imageInUse.equals(Optional.of(figures.image())))
                        .thenComparing(ImageFigures::lastStarted))
                .toList();
        List<EndedBuild> history = builds.stream()
                .sorted(Comparator.comparing(EndedBuild::started))
                .toList();
        return new ProjectReport(project, imageInUse, images, history, running, prices);
    }

    /** How many builds were counted. */
    int builds() {
        return history.size();
    }

    /** The image that the others are compared with: the one in use, else the one used last. Empty without a success on it. */
    Optional<ImageFigures> after() {
        return last().filter(image -> image.succeeded() > 0);
    }

    /** The image in use if it has any builds, else, where it is not known, the one used last. */
    private Optional<ImageFigures> last() {
        return images.stream()
                .skip(Math.max(0, images.size() - 1))
                .findFirst()
                .filter(image -> imageInUse.isEmpty() || imageInUse.get().equals(image.image()));
    }

    /**
     * Every other image on which builds succeeded against the one that is compared with. The newest curated image is the
     * first, since that is how it was without an image of one's own; then the newest of the others.
     */
    List<Comparison> comparisons() {
        List<Comparison> comparisons = new ArrayList<>();
        after().ifPresent(after -> {
            for (ImageFigures image : images) {
                if (image.succeeded() > 0 && !image.equals(after)) {
                    comparisons.add(0, new Comparison(image, after));
                }
            }
            comparisons.sort(
                    Comparator.comparing(comparison -> !comparison.before().curated()));
        });
        return comparisons;
    }

    /** What the PROVISIONING phase says about the layers of the pushed image. */
    public Provisioning provisioning() {
        return Provisioning.of(images);
    }
}
