package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.WordWrap;
import io.github.erlangcodebuild.doctor.Diagnosis;
import io.github.erlangcodebuild.doctor.Finding;
import io.github.erlangcodebuild.doctor.Section;
import io.github.erlangcodebuild.doctor.State;
import java.util.ArrayList;
import java.util.List;

/** A diagnosis on one screen, in ASCII: a console may know no other marks. */
public final class DoctorSummary {

    /** Of a line, without what Maven puts in front of it. */
    private static final int WIDTH = 100;

    private static final String INDENT = " ".repeat(21);

    private DoctorSummary() {}

    /** The lines. */
    public static List<String> lines(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        for (Section section : diagnosis.sections()) {
            lines.add(section.title());
            section.findings().forEach(finding -> lines.addAll(lines(finding)));
        }
        lines.add("Next");
        lines.addAll(wrapped("  ", "  ", diagnosis.next().reason()));
        diagnosis.next().command().ifPresent(command -> lines.add("  " + command)); // to be copied as one line
        return lines;
    }

    private static List<String> lines(Finding finding) {
        String mark = String.format("  %-4s  %-12s ", mark(finding.state()), finding.label());
        List<String> lines = new ArrayList<>(wrapped(mark, INDENT, finding.text()));
        finding.items().forEach(item -> lines.addAll(wrapped(INDENT, INDENT + "  ", item)));
        finding.remedy().ifPresent(remedy -> lines.addAll(wrapped(INDENT + "-> ", INDENT + "   ", remedy)));
        return lines;
    }

    private static String mark(State state) {
        return switch (state) {
            case OK -> "ok";
            case WARNING -> "warn";
            case FAILED -> "FAIL";
            case UNKNOWN -> "?";
        };
    }

    private static List<String> wrapped(String first, String following, String text) {
        return WordWrap.lines(first, following, text, WIDTH);
    }
}
