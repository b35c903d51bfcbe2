package io.github.erlangcodebuild.faults;

import static io.github.erlangcodebuild.acceptance.WhoCopes.avoids;
import static io.github.erlangcodebuild.acceptance.WhoCopes.copes;
import static io.github.erlangcodebuild.acceptance.WhoCopes.fails;
import static io.github.erlangcodebuild.faults.OddRules.any;
import static io.github.erlangcodebuild.faults.OddRules.blob;
import static io.github.erlangcodebuild.faults.OddRules.change;
import static io.github.erlangcodebuild.faults.OddRules.commit;
import static io.github.erlangcodebuild.faults.OddRules.manifest;
import static io.github.erlangcodebuild.faults.OddRules.method;
import static io.github.erlangcodebuild.faults.OddRules.mount;
import static io.github.erlangcodebuild.faults.OddRules.offers;
import static io.github.erlangcodebuild.faults.OddRules.opening;
import static io.github.erlangcodebuild.faults.OddRules.status;
import static io.github.erlangcodebuild.faults.OddRules.statusOf;
import static io.github.erlangcodebuild.faults.OddRules.token;
import static io.github.erlangcodebuild.faults.OddRules.tokensFor;
import static io.github.erlangcodebuild.faults.OddRules.withoutDigest;

import io.github.erlangcodebuild.acceptance.TlsProxy;
import io.github.erlangcodebuild.acceptance.WhoCopes;
import io.github.erlangcodebuild.acceptance.WhoCopes.Outcome;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.http.HttpHeaders;

/**
 * What a registry, or a proxy before one, does that is in public reports, to a push, to crane and to skopeo alike, and which of them
 * push to it all the same.
 */
@SuppressWarnings("ImmutableEnumChecker") // a method, and a record of strings
enum Oddity {
    NO_DIGEST("no response has a `Docker-Content-Digest`", change(any(), withoutDigest())),
    DIGEST_OF_ECR(
            "`Docker-Content-Digest` comes with HEAD and PUT, not with GET, as from Amazon ECR",
            change(method("GET"), withoutDigest())),
    NO_HEAD(
            "HEAD is answered with 405",
            OddRules.answer(method("HEAD"), status(405)),
            copes(),
            fails("does not ask by GET", "405 Method Not Allowed"),
            fails("does not ask by GET", "405 (Method Not Allowed)")),
    HEAD_REFUSED(
            "HEAD is answered with 403, GET is not",
            OddRules.answer(method("HEAD"), status(403)),
            copes(),
            fails("does not ask by GET", "403 Forbidden"),
            fails("does not ask by GET", "403 (Forbidden)")),
    MISSING_TAG_FORBIDDEN(
            "a tag that is not there is answered with 403, as by Artifactory",
            change(
                    manifest().and(method("PUT").not()),
                    answer -> answer.status() == 404
                            ? Exchange.Answer.of(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"\"}]}")
                            : answer),
            copes(),
            copes(),
            avoids("does not look")),
    NO_LENGTH(
            "no `Content-Length` comes with the HEAD of a blob",
            Layer.IN_TARGET,
            network -> change(method("HEAD").and(blob()), answer -> answer.without(HttpHeaders.CONTENT_LENGTH))),
    LENGTH_OF_ZERO(
            "`Content-Length: 0` comes with the HEAD of a blob",
            Layer.IN_TARGET,
            network ->
                    change(method("HEAD").and(blob()), answer -> answer.withHeader(HttpHeaders.CONTENT_LENGTH, "0"))),
    LAYER_ELSEWHERE(
            "the HEAD of a layer is redirected to a host that takes GET alone, as with a URL that is signed for S3",
            Layer.IN_TARGET,
            OddRules::layerElsewhere,
            copes(),
            fails("does not ask by GET", "403 Forbidden"),
            fails("does not ask by GET", "403 (Forbidden)")),
    LAYER_LOST(
            "a layer is there by its HEAD, and the manifest is refused with `BLOB_UPLOAD_UNKNOWN`, as by Amazon ECR",
            Layer.NOWHERE,
            network -> OddRules.lying(1, Stage.Layers.LARGEST.bytes()),
            copes(),
            fails("does not ask again", "BLOB_UPLOAD_UNKNOWN"),
            fails("does not ask again", "blob upload unknown")),
    LAYER_TRUNCATED(
            "the HEAD of a layer has another size, and the manifest is refused",
            Layer.NOWHERE,
            network -> OddRules.lying(Network.FOR_EVER, Stage.Layers.LARGEST.bytes() - 1),
            copes(),
            fails("does not compare the size", "BLOB_UPLOAD_UNKNOWN"),
            fails("does not compare the size", "blob upload unknown")),
    UPLOAD_MOVED("307 is the answer to the PUT of a blob", OddRules.moved(commit(), 307)),
    UPLOAD_MOVED_FOR_GOOD("308 is the answer to the PUT of a blob", OddRules.moved(commit(), 308)),
    OPENING_MOVED("307 is the answer to the POST that begins an upload", OddRules.moved(opening(), 307)),
    LOCATION_WITHOUT_SCHEME(
            "the `Location` of an upload begins with `//HOST`",
            Layer.NOWHERE,
            network -> OddRules.location(network, (host, path) -> "//" + host + path)),
    LOCATION_IN_UPPER_CASE(
            "the `Location` of an upload begins with `HTTP://`",
            Layer.NOWHERE,
            network -> OddRules.location(network, (host, path) -> "HTTP://" + host + path)),
    LEAST_CHUNK(
            "the POST that begins an upload is answered with an `OCI-Chunk-Min-Length`",
            change(opening(), answer -> answer.withHeader("OCI-Chunk-Min-Length", "10000000"))),
    PATCH_WITHOUT_CONTENT(
            "PATCH is answered with 204 instead of 202, as by Pulp",
            change(method("PATCH"), statusOf(202, 204)),
            avoids("sends no PATCH"),
            copes(),
            copes()),
    COMMITTED_BY_200(
            "the PUT of a blob is answered with 200 instead of 201",
            change(commit(), statusOf(201, 200)),
            copes(),
            fails("takes 201 alone", "unexpected status code 200"),
            fails("takes 201 alone", "unexpected HTTP status: 200")),
    COMMITTED_BY_204(
            "the PUT of a blob is answered with 204 instead of 201",
            change(commit(), statusOf(201, 204)),
            copes(),
            fails("takes 201 alone", "unexpected status code 204"),
            fails("takes 201 alone", "unexpected HTTP status: 204")),
    MANIFEST_BY_200(
            "the PUT of a manifest is answered with 200 instead of 201",
            change(method("PUT").and(manifest()), statusOf(201, 200))),
    MANIFEST_BY_202(
            "the PUT of a manifest is answered with 202 instead of 201, as by Quay",
            change(method("PUT").and(manifest()), statusOf(201, 202))),
    MOUNT_UNKNOWN("a mount is answered with 405", Layer.IN_BASE, network -> OddRules.answer(mount(), status(405))),
    MOUNT_FORBIDDEN(
            "a mount is answered with 403", Layer.IN_BASE, network -> OddRules.answer(mount(), status(403, "DENIED"))),
    MOUNT_UNAUTHORIZED(
            "a mount is answered with 401",
            Layer.IN_BASE,
            network -> OddRules.answer(mount(), status(401, "UNAUTHORIZED"))),
    MOUNT_FAILS(
            "a mount is answered with 500, again and again",
            Layer.IN_BASE,
            network -> OddRules.answer(mount(), status(500))),
    MOUNT_DECLINED(
            "a mount is answered with 202, and a `Location` without a host",
            Layer.IN_BASE,
            network -> OddRules.mountDeclined(answer -> answer)),
    CHUNKED("no response has a `Content-Length`: bodies come in chunks", change(any(), Exchange.Answer::chunked)),
    CLOSING("the connection is closed after each response", OddRules.closing()),
    LOWER_CASE(
            "the names of headers are in lower case, as proxies for HTTP/2 write them",
            change(any(), Exchange.Answer::inLowerCase)),
    ERRORS_IN_HTML(
            "401 comes with a page in HTML",
            change(
                    any(),
                    answer -> answer.status() == 401
                            ? answer.withText("text/html", "<html><h1>401</h1></html>")
                            : answer)),
    BUSY_ONCE(
            "429 without `Retry-After` is the first answer to each upload and manifest",
            OddRules.once(method("PUT"), 429),
            copes(),
            fails("does not try again", "429 Too Many Requests"),
            fails("does not try a manifest again", "StatusCode: 429")),
    UNAVAILABLE_ONCE(
            "503 is the first answer to each upload and manifest",
            OddRules.once(method("PUT"), 503),
            copes(),
            copes(),
            fails("does not try again", "503")),
    NEGOTIATE_FIRST(
            "`Negotiate` is offered before `Bearer`, each in a header of its own",
            offers(challenge -> List.of("Negotiate", challenge))),
    NEGOTIATE_IN_ONE_HEADER(
            "`Negotiate` is offered before `Bearer`, in one header",
            offers(challenge -> List.of("Negotiate, " + challenge)),
            copes(),
            fails("sees the first one alone", "UNAUTHORIZED"),
            fails("sees the first one alone", "unauthorized")),
    BASIC_FIRST(
            "`Basic` is offered before `Bearer`, and only tokens are accepted",
            offers(challenge -> List.of("Basic realm=\"registry\"", challenge)),
            copes(),
            fails("takes the first one", "UNAUTHORIZED"),
            fails("takes the first one", "unauthorized")),
    SCHEME_IN_LOWER_CASE(
            "`bearer` is offered in lower case, with spaces between its parameters",
            offers(challenge -> List.of(challenge.replace("Bearer ", "bearer ").replace(",", " , ")))),
    OPEN_PING(
            "`GET /v2/` is answered with 200 to everybody, as where anonymous access is allowed",
            OddRules.answer(OddRules.ping(), status(200)),
            copes(),
            fails("asks for no token then", "UNAUTHORIZED"),
            fails("asks for no token then", "unauthorized")),
    EMPTY_CHALLENGE(
            "401 comes with an empty `WWW-Authenticate` beside the one that counts",
            offers(challenge -> List.of("", challenge))),
    NO_SERVICE(
            "no service is named for tokens",
            offers(challenge -> List.of(challenge.replace(",service=\"embedded\"", "")))),
    SCOPE_OF_ALL(
            "the scope in the challenge is `*`, as from Gitea",
            offers(challenge -> List.of(challenge.replaceFirst(",scope=.*", "") + ",scope=\"*\""))),
    REALM_WITH_QUERY(
            "the realm for tokens has a query",
            tokensFor("[?&]tenant=a(&|$)", challenge -> challenge.replace("/token\"", "/token?tenant=a\""))),
    SERVICE_WITH_AMPERSAND(
            "the service for tokens has an `&` in its name",
            tokensFor(
                    "[?&]service=a%26b(&|$)",
                    challenge -> challenge.replace("service=\"embedded\"", "service=\"a&b\""))),
    ACCESS_TOKEN(
            "a token comes as `access_token` alone, as from Azure, and is good for a second by `expires_in`",
            change(
                    token(),
                    answer -> answer.status() == 200
                            ? answer.withText(
                                    "application/json",
                                    answer.text()
                                            .replace("\"token\"", "\"access_token\"")
                                            .replaceFirst("\"expires_in\":\\d+", "\"expires_in\":1"))
                            : answer));

    private final WhoCopes who;
    private final Layer layer;
    private final Function<Network, Relay.Rule> rule;

    /** Where the largest layer of the base is before the push, but in the source. */
    enum Layer {
        NOWHERE,
        /** In the repository that is pushed to. */
        IN_TARGET,
        /** In the base's repository, which is in the same registry, so that it can be mounted. */
        IN_BASE
    }

    Oddity(String title, Relay.Rule rule) {
        this(title, Layer.NOWHERE, network -> rule);
    }

    Oddity(String title, Relay.Rule rule, Outcome push, Outcome crane, Outcome skopeo) {
        this(title, Layer.NOWHERE, network -> rule, push, crane, skopeo);
    }

    Oddity(String title, Layer layer, Function<Network, Relay.Rule> rule) {
        this(title, layer, rule, copes(), copes(), copes());
    }

    Oddity(String title, Layer layer, Function<Network, Relay.Rule> rule, Outcome push, Outcome crane, Outcome skopeo) {
        this.who = new WhoCopes(title, push, crane, skopeo);
        this.layer = layer;
        this.rule = rule;
    }

    /** All of them as a table, and one that takes more than a relay. */
    static String markdown() {
        return Stream.concat(Stream.of(values()).map(Oddity::who), Stream.of(TlsProxy.WHO))
                .map(WhoCopes::row)
                .collect(Collectors.joining("", WhoCopes.header(), ""));
    }

    /** Whether it goes away when a request is sent again. */
    boolean isTemporary() {
        return this == BUSY_ONCE || this == UNAVAILABLE_ONCE || this == MOUNT_FAILS;
    }

    WhoCopes who() {
        return who;
    }

    Layer layer() {
        return layer;
    }

    /** Has both registries of this network be like that. */
    void at(Network network) {
        network.source().add(rule.apply(network));
        network.target().add(rule.apply(network));
    }
}
