package io.github.erlangcodebuild.faults;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The fault matrix as docs/internals/faults.md shows it. */
final class FaultTable {

    private FaultTable() {}

    /** In Markdown: what comes of a fault that happens once at each stage, and of one that lasts. */
    static String markdown() {
        return "### Once\n\n" + once() + "\n### For ever\n\n" + lasting();
    }

    private static String once() {
        StringBuilder table = new StringBuilder("| fault |");
        for (Stage stage : Stage.values()) {
            table.append(" ").append(stage.title()).append(" |");
        }
        table.append("\n|---|").append("---|".repeat(Stage.values().length)).append("\n");
        for (Fault fault : Fault.values()) {
            List<FaultCase> cases = cases(fault, false);
            table.append(Arrays.stream(Stage.values())
                    .map(stage -> cases.stream()
                            .filter(test -> test.stage() == stage)
                            .findAny()
                            .map(test -> test.recovers() ? "recovers" : "**fails**")
                            .orElse(""))
                    .collect(Collectors.joining(" | ", "| " + fault.title() + " | ", " |\n")));
        }
        return table.toString();
    }

    private static String lasting() {
        StringBuilder table = new StringBuilder(
                "| fault | stages | outcome, and what the message says | within |\n|---|---|---|---|\n");
        for (Fault fault : Fault.values()) {
            List<FaultCase> cases = cases(fault, true);
            if (!cases.isEmpty()) {
                table.append("| " + fault.title() + " | " + stages(cases) + " | **fails**: " + fault.says() + " | "
                        + fault.within() + " |\n");
            }
        }
        return table.toString();
    }

    private static String stages(List<FaultCase> cases) {
        Set<Stage> with = EnumSet.noneOf(Stage.class);
        cases.forEach(test -> with.add(test.stage()));
        Set<Stage> without = EnumSet.complementOf(EnumSet.copyOf(with));
        if (without.isEmpty()) {
            return "all";
        }
        return without.size() < with.size() / 2 ? "all but " + titles(without) : titles(with);
    }

    private static String titles(Set<Stage> stages) {
        return stages.stream().map(Stage::title).collect(Collectors.joining(", "));
    }

    private static List<FaultCase> cases(Fault fault, boolean lasts) {
        return FaultCase.all().stream()
                .filter(test -> test.fault() == fault && test.lasts() == lasts)
                .toList();
    }
}
