package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.OLDER;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportHtmlTest {

    @Test
    void theAnswerIsAtTheTopWhateverItIs() {
        assertThat(page(TestBuilds.typical().report(PUSHED)))
                .contains("<p class=\"headline faster\"><span>5\u00a0min\u00a04\u00a0s → 40\u00a0s</span>"
                        + " <b>7.6 times faster</b></p>")
                .contains("<p class=\"sentence\">Median of 3\u00a0builds on"
                        + " <span class=\"n\">amazonlinux2-x86_64-standard:5.0,</span> and of 3\u00a0builds on"
                        + " <span class=\"n\">erlang-codebuild:27.1,</span> which is in use");
        assertThat(page(new TestBuilds()
                        .succeeded(CURATED, "BUILD 100")
                        .succeeded(PUSHED, "BUILD 140")
                        .report(PUSHED)))
                .contains("<p class=\"headline slower\">", " <b>1.4 times slower</b></p>");
        assertThat(page(new TestBuilds()
                        .succeeded(CURATED, "BUILD 100")
                        .succeeded(PUSHED, "BUILD 100")
                        .report(PUSHED)))
                .contains("<p class=\"headline same\">", " <b>No faster, no slower</b></p>");
    }

    @Test
    void whatWeakensTheAnswerAndTheOtherImagesStandBelowIt() {
        assertThat(page(TestBuilds.typical().succeeded(OLDER, "BUILD 45").report(PUSHED)))
                .contains("<p class=\"quiet\">Against <span class=\"n\">erlang-codebuild:26.2.5</span>"
                        + " (1\u00a0build): 45\u00a0s → 40\u00a0s,");
        assertThat(page(new TestBuilds()
                        .succeeded(CURATED, "BUILD 100")
                        .succeeded(PUSHED, "BUILD 50")
                        .report(PUSHED)))
                .contains("<p class=\"quiet\">Fewer than 3\u00a0builds prove little");
    }

    @Test
    void ofSeveralProjectsTheAnswersStandTogetherAtTheTopEachWithALink() {
        BuildsReport.Section fast =
                new BuildsReport.Section(TestBuilds.typical().report(PUSHED), List.of());
        BuildsReport.Section none = new BuildsReport.Section(new TestBuilds().report(PUSHED), List.of());

        assertThat(ReportHtml.page(new BuildsReport("1", "2", Instant.EPOCH, List.of(fast, none))))
                .contains("<li class=\"faster\"><a href=\"#project-1\">erlang</a>"
                        + " <span>5\u00a0min\u00a04\u00a0s → 40\u00a0s</span> <b>7.6 times faster</b></li>")
                .contains("<li class=\"none\"><a href=\"#project-2\">erlang</a> <span>–</span>")
                .contains("<section id=\"project-1\">", "<section id=\"project-2\">");
        assertThat(page(fast.report())).doesNotContain("<nav");
    }

    @Test
    void everyValueIsInTheTableToo() {
        assertThat(page(TestBuilds.typical().report(PUSHED)))
                .contains("<tr><th scope=\"row\">PROVISIONING</th><td>19</td><td>21</td></tr>")
                .contains("<tr><th scope=\"row\">INSTALL</th><td>265</td><td>1</td></tr>")
                .contains("<tr class=\"total\"><th scope=\"row\">Total</th><td>304</td><td>40</td></tr>")
                .contains("<tr><th scope=\"row\">Failed</th><td>1</td><td>0</td></tr>")
                .contains("<tr><th scope=\"row\">USD a build</th><td>0.0300</td><td>0.0050</td></tr>");
    }

    @Test
    void phasesWithoutTimeAreOneLineOfTheTable() {
        assertThat(page(TestBuilds.typical().report(PUSHED)))
                .contains("<tr class=\"zero\"><td colspan=\"3\">0 s: SUBMITTED, PRE_BUILD, POST_BUILD</td></tr>")
                .doesNotContain("<th scope=\"row\">SUBMITTED</th>", "<th scope=\"row\">Stopped</th>");
    }

    @Test
    void secondsAreWholeEverywhere() {
        String page = page(new TestBuilds()
                .succeeded(CURATED, "PROVISIONING 20 INSTALL 200")
                .succeeded(CURATED, "PROVISIONING 21 INSTALL 203")
                .succeeded(PUSHED, "PROVISIONING 20 BUILD 20")
                .succeeded(PUSHED, "PROVISIONING 21 BUILD 25")
                .report(PUSHED));

        assertThat(page)
                .contains(
                        "<th scope=\"row\">PROVISIONING</th><td>21</td><td>21</td>",
                        "INSTALL 202 s",
                        "3\u00a0min\u00a042\u00a0s")
                .doesNotContainPattern("\\d\\.\\d+[ \u00a0](s|min)\\b")
                .doesNotContainPattern("<td>\\d+\\.\\d</td>");
    }

    @Test
    void anImageHasTheSameShapeWhereverItIs() {
        String page = page(TestBuilds.typical().report(PUSHED));
        String square = "<use href=\"#mark-square\"/>";

        // its bar, its line in the key of the trend, its column, its whole name, and the definition of the small one
        assertThat(page.split(square, -1)).hasSize(6);
        assertThat(page).contains(square + "</svg><b title=\"" + CURATED + "\">");
        assertThat(page).contains(square + "</svg><span class=\"screen\">");
        assertThat(page.split("<use href=\"#mark-square\" x=", -1)).hasSize(4);
        assertThat(page.split("<use href=\"#mark-circle\" x=", -1)).hasSize(4);
        assertThat(page.split("<use href=\"#mark-failed\" x=", -1)).hasSize(2);
    }

    @Test
    void ofManyImagesSixAreShownAndTheOthersCounted() {
        TestBuilds builds = new TestBuilds();
        for (int i = 1; i <= 9; i++) {
            builds.succeeded("registry.example.com/image:" + i, "BUILD 10");
        }

        String page = page(builds.report("registry.example.com/image:9"));

        assertThat(page.split("class=\"bar\"", -1)).hasSize(7);
        assertThat(page.split("<th scope=\"col\"", -1)).hasSize(8);
        assertThat(page)
                .contains("And 3 images used before these", "<span>images used before these</span></li>")
                .contains("<table class=\"narrow\">");
    }

    @Test
    void aCommandIsAScrollBoxWithALineForEachOption() {
        ProjectReport report = TestBuilds.typical().report(PUSHED);

        assertThat(ReportHtml.page(new BuildsReport(
                        "1",
                        "2",
                        Instant.EPOCH,
                        List.of(new BuildsReport.Section(report, List.of("mvn some-plugin:push -Da-b=c -Dd=e"))))))
                .contains("<pre tabindex=\"0\">mvn some-plugin:push \\\n  -Da-b=c \\\n  -Dd=e</pre>");
    }

    @Test
    void aColumnIsNamedByRepositoryAndTagAndOnAPhoneByTheTagAlone() {
        assertThat(page(TestBuilds.typical().report(PUSHED)))
                .contains("<span class=\"screen\"><span class=\"n\">erlang-codebuild:27.1</span></span>"
                        + "<span class=\"phone\">27.1</span>");
    }

    @Test
    void nothingInItIsLoadedOrRun() {
        assertThat(page(TestBuilds.typical().report(PUSHED)).toLowerCase(Locale.ROOT))
                .doesNotContain("<script", "<link", "<img", "@import", "src=", "javascript:")
                // what is referred to is in the page itself
                .doesNotContainPattern("url\\((?!#)")
                .doesNotContainPattern("href=\"(?!#)");
    }

    @Test
    void whatIsNotOursIsEscaped() {
        String bad = "example.com/<b>\"x\"&'y'</b>:1";
        ProjectReport report = ProjectReport.of(
                "<script>alert(1)</script>",
                Optional.of(bad),
                new TestBuilds()
                        .on(new Compute("<i>", "\"onload=\"", false))
                        .succeeded(bad, "<u> 7 BUILD 1")
                        .succeeded(CURATED, "BUILD 1")
                        .list(),
                0,
                Prices.list());

        assertThat(ReportHtml.page(new BuildsReport(
                        "<1>",
                        "<2>",
                        Instant.EPOCH,
                        List.of(new BuildsReport.Section(report, List.of("<note>", "mvn <command>"))))))
                .doesNotContain("<script", "<b>\"x", "<i>,", "<u>", "<note>", "<command>", "<1>", "<2>", "\"onload")
                .contains("&lt;script&gt;", "mvn &lt;command&gt;", "&quot;onload=&quot;");
    }

    @Test
    void itIsWellFormed() throws Exception {
        Document parsed =
                parse(page(TestBuilds.typical().succeeded(OLDER, "BUILD 5").report(PUSHED)));

        assertThat(parsed.getElementsByTagName("rect").getLength()).isGreaterThan(10);
        assertThat(parsed.getElementsByTagName("figure").getLength()).isEqualTo(2);
        assertThat(ids(parsed)).doesNotHaveDuplicates();
        assertThat(references(parsed)).isSubsetOf(ids(parsed));
    }

    @Test
    void anImageWithoutSuccessIsInTheTableOnly() {
        String page = page(new TestBuilds()
                .succeeded(CURATED, "BUILD 5")
                .failed(PUSHED, "BUILD 5")
                .report(PUSHED));

        assertThat(page.split("class=\"bar\"", -1)).hasSize(2);
        assertThat(page).contains("<tr class=\"total\"><th scope=\"row\">Total</th><td>5</td><td>–</td></tr>");
        assertThat(page).doesNotContain("class=\"headline");
    }

    @Test
    void aProjectWithoutBuildsHasNoTable() {
        assertThat(page(new TestBuilds().report(PUSHED)))
                .contains("No build has ended yet.")
                .doesNotContain("<table", "<figure", "class=\"headline");
    }

    private static String page(ProjectReport report) {
        return ReportHtml.page(new BuildsReport(
                "123456789012",
                "us-east-1",
                Instant.parse("2026-11-24T09:30:00Z"),
                List.of(new BuildsReport.Section(report, List.of()))));
    }

    private static List<String> ids(Document page) {
        return attributes(page, "id");
    }

    private static List<String> references(Document page) {
        return attributes(page, "href").stream().map(href -> href.substring(1)).toList();
    }

    private static List<String> attributes(Document page, String name) {
        NodeList elements = page.getElementsByTagName("*");
        return IntStream.range(0, elements.getLength())
                .mapToObj(i -> ((Element) elements.item(i)).getAttribute(name))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** As XML: void elements closed, and list items, which HTML need not close. */
    private static Document parse(String html) throws Exception {
        String xml = Pattern.compile("<(meta|br|wbr)([^>]*)>")
                .matcher(html.replace("<!DOCTYPE html>\n", ""))
                .replaceAll("<$1$2/>");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
