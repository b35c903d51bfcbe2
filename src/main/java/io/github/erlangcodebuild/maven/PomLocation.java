package io.github.erlangcodebuild.maven;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.model.InputLocation;
import org.apache.maven.model.InputSource;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Says where in which POM something stands, as far as this Maven tells. */
final class PomLocation {

    private PomLocation() {}

    /**
     * {@code /home/me/app/pom.xml, line 12}
     *
     * @param location as Maven's model has it: of the class that it has for that up to Maven 3, or of another one
     */
    static Optional<String> of(@Nullable Object location) {
        return location instanceof InputLocation input
                ? file(input).map(file -> file + (input.getLineNumber() > 0 ? ", line " + input.getLineNumber() : ""))
                : Optional.empty();
    }

    /** The file alone, for what stands somewhere in what this is the location of. Maven 4 has a URL in place of a path. */
    static Optional<String> file(@Nullable InputLocation location) {
        return Optional.ofNullable(location)
                .map(InputLocation::getSource)
                .map(InputSource::getLocation)
                .map(file ->
                        file.startsWith("file:") ? Path.of(URI.create(file)).toString() : file);
    }

    /** The project's own file. */
    static String ofProject(MavenProject project) {
        return project.getFile() == null
                ? "the POM of " + project.getId()
                : project.getFile().toString();
    }
}
