package io.github.erlangcodebuild.testing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.net.URI;

/** Has a registry that speaks TLS name itself in plain http, as one does that does not know of the proxy before it. */
final class PlainHttpNames extends ChannelOutboundHandlerAdapter {

    private final URI itself;

    /** @param itself {@code http://HOST}, with or without a port */
    PlainHttpNames(URI itself) {
        this.itself = itself;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response) {
            String location = response.headers().get(HttpHeaderNames.LOCATION, "");
            if (!location.isEmpty()) {
                URI named = URI.create(location);
                response.headers()
                        .set(
                                HttpHeaderNames.LOCATION,
                                itself
                                        + named.getRawPath()
                                        + (named.getRawQuery() == null ? "" : "?" + named.getRawQuery()));
            }
            String challenge = response.headers().get(HttpHeaderNames.WWW_AUTHENTICATE, "");
            if (!challenge.isEmpty()) {
                response.headers()
                        .set(
                                HttpHeaderNames.WWW_AUTHENTICATE,
                                challenge.replaceFirst("https://[^/]*", itself.toString()));
            }
        }
        super.write(context, message, promise);
    }
}
