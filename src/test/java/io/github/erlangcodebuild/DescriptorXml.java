package io.github.erlangcodebuild;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The goals and parameters of the plugin, as the build describes them to Maven. */
final class DescriptorXml {

    /** What the jar has. */
    static final Path FOR_MAVEN = Path.of("target/classes/META-INF/maven/plugin.xml");

    /** The same, with the markup that descriptions have in Javadoc. */
    static final Path WITH_MARKUP = Path.of("target/plugin-enhanced.xml");

    private DescriptorXml() {}

    static Element read(Path descriptor) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(descriptor.toFile())
                .getDocumentElement();
    }

    /** The goals, {@code help} too, which is Maven's own. */
    static List<Element> goals(Element descriptor) {
        return elements(descriptor, "mojo");
    }

    /** What a user can set. */
    static List<Element> parameters(Element goal) {
        return elements(goal, "parameter").stream()
                .filter(parameter -> text(parameter, "editable").equals("true"))
                .toList();
    }

    static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    static Optional<String> child(Element parent, String name) {
        return elements(parent, name).stream()
                .map(found -> found.getTextContent().trim())
                .findFirst();
    }

    static String text(Element parent, String name) {
        return child(parent, name).orElseThrow();
    }
}
