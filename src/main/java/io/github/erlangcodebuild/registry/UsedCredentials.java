package io.github.erlangcodebuild.registry;

import java.util.List;
import java.util.Optional;

/**
 * Who we were to a registry, for messages.
 *
 * @param source which credentials they were and where they were found, as {@link RegistryCredentials.Credential#source} has it; empty
 *     where there were none
 * @param places where credentials are looked for, in order
 */
record UsedCredentials(Optional<String> source, List<String> places) {

    UsedCredentials {
        places = List.copyOf(places);
    }

    /** Where no credentials were found, as the end of a sentence. */
    String noneFound() {
        return places.isEmpty()
                ? "no credentials were found."
                : "no credentials were found: looked in " + String.join(", ", places) + ".";
    }
}
