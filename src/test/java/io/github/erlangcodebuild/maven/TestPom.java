package io.github.erlangcodebuild.maven;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.maven.model.InputSource;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3ReaderEx;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;

/** A POM as Maven reads it, with the place of each element. */
final class TestPom {

    private TestPom() {}

    /** A project of {@code /project/pom.xml}, whose first line is what is given. */
    static MavenProject of(String elements) throws IOException, XmlPullParserException {
        InputSource source = new InputSource();
        source.setLocation("/project/pom.xml");
        Model model = new MavenXpp3ReaderEx()
                .read(
                        new ByteArrayInputStream(
                                ("<project>" + elements + "</project>").getBytes(StandardCharsets.UTF_8)),
                        true,
                        source);
        return new MavenProject(model);
    }
}
