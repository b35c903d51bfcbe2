package io.github.erlangcodebuild.testing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The requests that are going to fail, each so many times. */
final class Faults {

    private final List<Fault> pending = new CopyOnWriteArrayList<>();

    /** What happens instead of what the request asks for. */
    interface Outcome extends BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {}

    private record Fault(Pattern method, Pattern path, AtomicInteger left, Outcome outcome) {

        boolean takes(HttpServerRequest request) {
            return method.matcher(request.method().name()).matches()
                    && path.matcher(request.uri()).find()
                    && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        }
    }

    /** Adds one, behind those that are there. */
    void add(String method, String path, int times, Outcome outcome) {
        pending.add(new Fault(Pattern.compile(method), Pattern.compile(path), new AtomicInteger(times), outcome));
    }

    /** Uses up one time of the first fault that is meant for this request. */
    Optional<Outcome> take(HttpServerRequest request) {
        return pending.stream()
                .filter(fault -> fault.takes(request))
                .map(Fault::outcome)
                .findFirst();
    }

    void clear() {
        pending.clear();
    }
}
