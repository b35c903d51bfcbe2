package io.github.erlangcodebuild.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Json;
import java.util.List;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param id what machines know it by: {@code clock}, {@code rights.push}
 * @param label what people read in front of it
 * @param text what was found, on one line
 * @param items more of it, one a line
 * @param remedy what to do about it, in full sentences; empty where there is nothing to do
 * @param details the same for machines
 */
public record Finding(
        String id,
        String label,
        State state,
        String text,
        List<String> items,
        Optional<String> remedy,
        ObjectNode details) {

    public Finding {
        items = List.copyOf(items);
        details = details.deepCopy();
    }

    static Finding of(String id, String label, State state, String text) {
        return new Finding(id, label, state, text, List.of(), Optional.empty(), Json.object());
    }

    static Finding ok(String id, String label, String text) {
        return of(id, label, State.OK, text);
    }

    static Finding warning(String id, String label, String text) {
        return of(id, label, State.WARNING, text);
    }

    static Finding failed(String id, String label, String text, String remedy) {
        return of(id, label, State.FAILED, text).withRemedy(remedy);
    }

    static Finding unknown(String id, String label, String text) {
        return of(id, label, State.UNKNOWN, text);
    }

    /** What failed, without the statement that a remedy may end in: the rights are findings of their own. */
    static Finding failed(String id, String label, ActionableException failure) {
        String remedy = failure.remedy().lines().findFirst().orElse("");
        return failed(id, label, failure.problem(), remedy);
    }

    Finding withRemedy(String added) {
        return new Finding(id, label, state, text, items, Optional.of(added), details);
    }

    Finding withItems(List<String> added) {
        return new Finding(id, label, state, text, added, remedy, details);
    }

    Finding with(String name, String value) {
        ObjectNode more = details.deepCopy();
        more.put(name, value);
        return new Finding(id, label, state, text, items, remedy, more);
    }

    Finding with(String name, List<String> values) {
        ObjectNode more = details.deepCopy();
        values.forEach(more.putArray(name)::add);
        return new Finding(id, label, state, text, items, remedy, more);
    }
}
