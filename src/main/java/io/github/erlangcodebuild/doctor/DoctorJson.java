package io.github.erlangcodebuild.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A diagnosis for machines. */
public final class DoctorJson {

    private static final int SCHEMA_VERSION = 1;

    private DoctorJson() {}

    /** One JSON document, in ASCII: what reads it may not know in which encoding a console is written. */
    public static String of(Diagnosis diagnosis) {
        ObjectNode json = Json.object();
        json.put("schemaVersion", SCHEMA_VERSION);
        json.put("ok", diagnosis.failed().isEmpty());
        ArrayNode sections = json.putArray("sections");
        for (Section section : diagnosis.sections()) {
            ObjectNode one = sections.addObject().put("id", section.id());
            ArrayNode findings = one.putArray("findings");
            section.findings().forEach(finding -> findings.add(json(finding)));
        }
        ObjectNode next = json.putObject("next").put("reason", diagnosis.next().reason());
        diagnosis.next().command().ifPresent(command -> next.put("command", command));
        return ascii(new String(Json.writeIndented(json), StandardCharsets.UTF_8));
    }

    private static ObjectNode json(Finding finding) {
        ObjectNode json = Json.object();
        json.put("id", finding.id());
        json.put("state", finding.state().name().toLowerCase(Locale.ROOT));
        json.put("text", finding.text());
        json.set("details", finding.details());
        finding.remedy().ifPresent(remedy -> json.put("remedy", remedy));
        return json;
    }

    /** JSON has such characters in its strings only, where they may be escaped. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            if (c < 128) {
                ascii.append((char) c);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return ascii.toString();
    }
}
