package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.OLDER;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportHtmlTest {

    @Test
    void theAnswerIsAtTheTopWhateverItIs() {
        assertThat(page(TestBuilds.typical().report(PUSHED))).contains("<p class=\"headline faster\">7.6 times faster</p>");
        assertThat(page(new TestBuilds()
                        .succeeded(CURATED, "BUILD 100")
                        .succeeded(PUSHED, "BUILD 140")
                        .report(PUSHED)))
                .contains("<p class=\"headline slower\">1.4 times slower</p>");
        assertThat(page(new TestBuilds()
                        .succeeded(CURATED, "BUILD 100")
                        .succeeded(PUSHED, "BUILD 100")
                        .report(PUSHED)))
                .contains("<p class=\"headline same\">No faster, no slower</p>");
    }

    @Test
    void everyBarIsMadeOfThePhasesOnOneScale() {
        String page = page(new TestBuilds()
                .succeeded(CURATED, "PROVISIONING 20 INSTALL 180")
                .succeeded(PUSHED, "PROVISIONING 50 INSTALL 0 BUILD 50")
                .report(PUSHED));

        assertThat(page)
                .contains("<rect class=\"provisioning\" x=\"0.000%\" width=\"10.000%\" height=\"100%\">"
                        + "<title>PROVISIONING 20 s</title></rect>"
                        + "<rect class=\"install\" x=\"10.000%\" width=\"90.000%\" height=\"100%\">")
                .contains("<rect class=\"provisioning\" x=\"0.000%\" width=\"25.000%\" height=\"100%\">"
                        + "<title>PROVISIONING 50 s</title></rect>"
                        + "<rect class=\"build\" x=\"25.000%\" width=\"25.000%\" height=\"100%\">");
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
                .doesNotContain("<th scope=\"row\">SUBMITTED</th>");
    }

    @Test
    void aColumnIsNamedByRepositoryAndTagWithPlacesWhereAPhoneBreaksThem() {
        assertThat(page(TestBuilds.typical().succeeded(OLDER, "BUILD 5").report(PUSHED)))
                .contains(">erlang-<wbr>codebuild:<wbr>26.2.5</th>", ">erlang-<wbr>codebuild:<wbr>27.1<br>");
    }

    @Test
    void nothingInItIsLoadedOrRun() {
        assertThat(page(TestBuilds.typical().report(PUSHED)).toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("<script", "<link", "<img", "@import", "url(", "src=", "href=", "javascript:");
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

        NodeList rects = parsed.getElementsByTagName("rect");
        assertThat(rects.getLength()).isGreaterThan(10);
        assertThat(parsed.getElementsByTagName("svg").getLength()).isEqualTo(4);
    }

    @Test
    void anImageWithoutSuccessIsInTheTableOnly() {
        String page = page(new TestBuilds()
                .succeeded(CURATED, "BUILD 5")
                .failed(PUSHED, "BUILD 5")
                .report(PUSHED));

        assertThat(page.split("class=\"bar\"", -1)).hasSize(2);
        assertThat(page).contains("<tr class=\"total\"><th scope=\"row\">Total</th><td>5</td><td>–</td></tr>");
        assertThat(page).doesNotContain("headline faster", "headline slower", "headline same");
    }

    @Test
    void aProjectWithoutBuildsHasNoTable() {
        assertThat(page(new TestBuilds().report(PUSHED)))
                .contains("No build has ended yet.")
                .doesNotContain("<table", "<svg");
    }

    private static String page(ProjectReport report) {
        return ReportHtml.page(new BuildsReport(
                "123456789012",
                "us-east-1",
                Instant.parse("2026-11-24T09:30:00Z"),
                List.of(new BuildsReport.Section(report, List.of()))));
    }

    /** As XML: void elements closed, and list items, which HTML need not close. */
    private static Document parse(String html) throws Exception {
        String xml = Pattern.compile("<(meta|br|wbr)([^>]*)>")
                .matcher(html.replace("<!DOCTYPE html>\n", ""))
                .replaceAll("<$1$2/>");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
