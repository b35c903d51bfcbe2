package io.github.erlangcodebuild.proof;

import io.github.erlangcodebuild.image.CuratedImages;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the builds of one project on one image took. Seconds and costs are medians of those that succeeded: where one
 * failed says nothing of how long the others take.
 *
 * @param succeeded how many builds did
 * @param failed how many did not, stopped ones apart
 * @param phases median seconds by phase; a phase that a build did not go through took it 0
 * @param total median seconds of whole builds, which is seldom the sum of the phases' medians
 * @param cost median US dollars; empty where no price is known
 * @param computes what the builds that succeeded ran on, each once
 * @param provisioning median seconds of PROVISIONING of the {@link #NEWEST} newest: what is behind a tag changes, and so do
 *     CodeBuild's hosts
 * @param lastStarted when the newest of them was started
 */
public record ImageFigures(
        String image,
        int succeeded,
        int failed,
        int stopped,
        Map<String, Double> phases,
        OptionalDouble total,
        OptionalDouble cost,
        List<Compute> computes,
        OptionalDouble provisioning,
        Instant lastStarted) {

    /** How many builds say what PROVISIONING takes now. */
    static final int NEWEST = 3;

    /** @param builds of one image, at least one */
    static ImageFigures of(List<EndedBuild> builds, Prices prices) {
        List<EndedBuild> good = with(builds, Outcome.SUCCEEDED);
        Set<String> seen = new TreeSet<>();
        good.forEach(build -> seen.addAll(build.phases().keySet()));
        Map<String, Double> phases = new LinkedHashMap<>();
        for (String phase : Phases.rows(seen)) {
            if (seen.contains(phase)) {
                Median.of(good.stream()
                                .map(build -> (double) build.phases().getOrDefault(phase, 0L))
                                .toList())
                        .ifPresent(median -> phases.put(phase, median));
            }
        }
        return new ImageFigures(
                builds.get(0).image(),
                good.size(),
                with(builds, Outcome.FAILED).size(),
                with(builds, Outcome.STOPPED).size(),
                Collections.unmodifiableMap(phases),
                Median.of(good.stream()
                        .map(build -> (double) build.totalSeconds())
                        .toList()),
                medianCost(good, prices),
                good.stream().map(EndedBuild::compute).distinct().toList(),
                Median.of(good.stream()
                        .sorted(Comparator.comparing(EndedBuild::started).reversed())
                        .limit(NEWEST)
                        .flatMap(build -> Optional.ofNullable(build.phases().get(Phases.PROVISIONING)).stream())
                        .map(Long::doubleValue)
                        .toList()),
                builds.stream().map(EndedBuild::started).max(Instant::compareTo).orElseThrow());
    }

    /** One without a price leaves no median of all. */
    private static OptionalDouble medianCost(List<EndedBuild> builds, Prices prices) {
        List<Double> costs = new ArrayList<>();
        for (EndedBuild build : builds) {
            Optional<BigDecimal> cost = prices.costOf(build);
            if (cost.isEmpty()) {
                return OptionalDouble.empty();
            }
            costs.add(cost.get().doubleValue());
        }
        return Median.of(costs);
    }

    private static List<EndedBuild> with(List<EndedBuild> builds, Outcome outcome) {
        return builds.stream().filter(build -> build.outcome() == outcome).toList();
    }

    /** Whether it is one of CodeBuild's own images, whose layers its hosts hold. */
    boolean curated() {
        return CuratedImages.isCurated(image);
    }
}
