package io.github.erlangcodebuild.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A manifest or index, byte for byte. Equal to another of the same media type and bytes. */
public final class Manifest {

    private final String mediaType;
    private final byte[] bytes;

    Manifest(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes.clone();
    }

    /** The same bytes with another {@code Content-Type}. */
    public Manifest as(String otherType) {
        return new Manifest(otherType, bytes);
    }

    /** Another one with this field besides. */
    public Manifest with(String field, JsonNode value) {
        ObjectNode json = (ObjectNode) json();
        json.set(field, value);
        return new Manifest(mediaType, TestBaseImage.bytes(json));
    }

    /** Another one that lacks this field. */
    public Manifest without(String field) {
        ObjectNode json = (ObjectNode) json();
        json.remove(field);
        return new Manifest(mediaType, TestBaseImage.bytes(json));
    }

    /** The {@code Content-Type} it came or goes with. */
    public String mediaType() {
        return mediaType;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public Digest digest() {
        return Digest.of(bytes);
    }

    public JsonNode json() {
        try {
            return new ObjectMapper().readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The config's digest; fails on an index. */
    public Digest configDigest() {
        return digestOf(json().required("config"));
    }

    /** The layers' digests, lowest first; fails on an index. */
    public List<Digest> layerDigests() {
        List<Digest> digests = new ArrayList<>();
        json().required("layers").forEach(layer -> digests.add(digestOf(layer)));
        return digests;
    }

    private static Digest digestOf(JsonNode descriptor) {
        return Digest.parse(descriptor.required("digest").asText()).orElseThrow();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Manifest that && mediaType.equals(that.mediaType) && digest().equals(that.digest());
    }

    @Override
    public int hashCode() {
        return digest().hashCode();
    }

    /** The JSON. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
