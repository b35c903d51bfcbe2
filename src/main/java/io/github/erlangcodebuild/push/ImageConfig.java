package io.github.erlangcodebuild.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.image.BaseImage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the base's config into the image's. It works on the JSON itself, not on Jib's model of it, since that model drops
 * what it does not know: {@code StopSignal}, {@code Shell}, {@code OnBuild}, {@code variant} and more.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md">OCI image-spec, image configuration</a>
 */
final class ImageConfig {

    private static final String ERLANG_BIN = "/usr/local/erlang/bin";
    /** What a container without a PATH of its own gets from the runtime. */
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final BaseImage base;
    private final ToolchainDescriptor toolchain;
    private final ImageSettings settings;

    ImageConfig(BaseImage base, ToolchainDescriptor toolchain, ImageSettings settings) {
        this.base = base;
        this.toolchain = toolchain;
        this.settings = settings;
    }

    ObjectNode toJson() {
        ObjectNode config = base.config();
        String created = created(config).toString();
        config.put("created", created);
        addDiffId(config);
        addHistory(config, created);
        ObjectNode container = objectIn(config, "config");
        setEnvironment(container);
        setLabels(container, created);
        return config;
    }

    /**
     * The later one of what base and toolchain say. No clock is asked, so the same inputs give the same image.
     */
    private Instant created(ObjectNode config) {
        Instant bundled = toolchain.created();
        return baseCreated(config).filter(instant -> instant.isAfter(bundled)).orElse(bundled);
    }

    private static Optional<Instant> baseCreated(ObjectNode config) {
        JsonNode created = config.path("created");
        if (!created.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(created.asText()).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void addDiffId(ObjectNode config) {
        JsonNode diffIds = config.path("rootfs").path("diff_ids");
        if (!(diffIds instanceof ArrayNode ids) || ids.size() != base.layers().size()) {
            throw new ActionableException(
                    "The base image " + base.reference() + " contradicts itself: its manifest has "
                            + base.layers().size() + " layers, its config " + diffIds.size() + " diff IDs.",
                    "Use another base image, or have this one built again.");
        }
        ids.add(toolchain.layer().diffId().toString());
    }

    /** Only where the base keeps its history complete; an entry more than layers would confuse those who read it. */
    private void addHistory(ObjectNode config, String created) {
        if (config.path("history") instanceof ArrayNode history && isComplete(history)) {
            history.addObject()
                    .put("created", created)
                    .put("created_by", "erlang-codebuild-maven-plugin")
                    .put("comment", description());
        }
    }

    private boolean isComplete(ArrayNode history) {
        int layers = 0;
        for (JsonNode entry : history) {
            if (!entry.path("empty_layer").asBoolean()) {
                layers++;
            }
        }
        return layers == base.layers().size();
    }

    private void setEnvironment(ObjectNode container) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode variable : container.path("Env")) {
            String text = variable.asText();
            int equals = text.indexOf('=');
            environment.put(
                    equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
        }
        environment.putAll(settings.environment());
        environment.merge("PATH", ERLANG_BIN + ":" + DEFAULT_PATH, (path, ignored) -> withErlangInFront(path));

        ArrayNode variables = container.putArray("Env");
        environment.forEach((name, value) -> variables.add(name + "=" + value));
    }

    private static String withErlangInFront(String path) {
        return path.equals(ERLANG_BIN) || path.startsWith(ERLANG_BIN + ":") ? path : ERLANG_BIN + ":" + path;
    }

    private void setLabels(ObjectNode container, String created) {
        ObjectNode labels = objectIn(container, "Labels");
        labels.put("description", description());
        labels.put("erlang.version", toolchain.erlang().otpVersion());
        labels.put("rebar3.version", toolchain.rebar3().version());
        labels.put("org.opencontainers.image.title", "erlang-codebuild");
        labels.put("org.opencontainers.image.version", toolchain.erlang().otpVersion());
        labels.put("org.opencontainers.image.created", created);
        labels.put("org.opencontainers.image.base.name", base.reference().toString());
        labels.put("org.opencontainers.image.base.digest", base.digest().toString());
        settings.labels().forEach(labels::put);
    }

    private String description() {
        return "Erlang/OTP " + toolchain.erlang().otpVersion() + " and rebar3 "
                + toolchain.rebar3().version() + " for AWS CodeBuild";
    }

    private static ObjectNode objectIn(ObjectNode parent, String field) {
        return parent.path(field) instanceof ObjectNode existing ? existing : parent.putObject(field);
    }
}
