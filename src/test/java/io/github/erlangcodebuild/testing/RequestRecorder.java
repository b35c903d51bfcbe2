package io.github.erlangcodebuild.testing;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records the requests of one connection. It sits in the pipeline, because a record has to be there before the client can
 * have read the answer; whatever wraps the handler of the request runs too late for that.
 */
final class RequestRecorder extends ChannelDuplexHandler {

    private final Consumer<RegistryRequest> records;

    @Nullable
    private HttpRequest pending;

    private long bytesIn;

    RequestRecorder(Consumer<RegistryRequest> records) {
        this.records = records;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            pending = request.decoderResult().isFailure() ? null : request;
            bytesIn = 0;
        }
        if (message instanceof HttpContent content) {
            bytesIn += content.content().readableBytes();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response && response.status().code() >= 200) {
            record(response.status().code(), response.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0"));
        }
        super.write(context, message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        record(0, "0");
        context.fireChannelInactive();
    }

    private void record(int status, String contentLength) {
        HttpRequest request = pending;
        if (request != null) {
            String method = request.method().name();
            long bytesOut = method.equals("HEAD") ? 0 : Long.parseLong(contentLength);
            records.accept(new RegistryRequest(method, request.uri(), status, bytesIn, bytesOut, headers(request)));
            pending = null;
        }
    }

    private static Map<String, String> headers(HttpRequest request) {
        return request.headers().entries().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> header.getKey().equalsIgnoreCase("authorization")
                                ? header.getValue().replaceFirst(" .*", "")
                                : header.getValue(),
                        (first, second) -> first + ", " + second));
    }
}
