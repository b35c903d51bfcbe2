package io.github.erlangcodebuild.maven;

import java.util.Optional;
import org.apache.maven.model.InputLocation;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Says where in which POM something stands, as far as this Maven tells. */
final class PomLocation {

    private PomLocation() {}

    /**
     * {@code /work/pom.xml, line 12}
     *
     * @param location as Maven's model has it: of the class that it has for that up to Maven 3, or of another one
     */
    static Optional<String> of(@Nullable Object location) {
        return location instanceof InputLocation input && input.getSource() != null
                ? Optional.ofNullable(input.getSource().getLocation())
                        .map(file -> file + (input.getLineNumber() > 0 ? ", line " + input.getLineNumber() : ""))
                : Optional.empty();
    }

    /** The project's own file. */
    static String of(MavenProject project) {
        return project.getFile() == null
                ? "the POM of " + project.getId()
                : project.getFile().toString();
    }
}
