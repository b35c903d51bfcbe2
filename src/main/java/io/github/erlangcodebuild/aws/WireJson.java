package io.github.erlangcodebuild.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The JSON of a call as it goes over the wire. The SDK's classes hold the members that AWS had when the SDK was made, and drop
 * all others; what is read to be written back has to keep them.
 */
public final class WireJson {

    private static final ExecutionAttribute<Consumer<JsonNode>> ANSWER = new ExecutionAttribute<>("AnswerAsJson");
    private static final ExecutionAttribute<JsonNode> REQUEST = new ExecutionAttribute<>("RequestAsJson");

    private WireJson() {}

    /** For a call whose answer is wanted as it came, too: {@code whole} receives it, once for each attempt that is answered. */
    public static Consumer<AwsRequestOverrideConfiguration.Builder> answer(Consumer<JsonNode> whole) {
        return call -> call.putExecutionAttribute(ANSWER, whole);
    }

    /** For a call that sends this JSON, and not that of the SDK's request. */
    public static Consumer<AwsRequestOverrideConfiguration.Builder> request(JsonNode whole) {
        return call -> call.putExecutionAttribute(REQUEST, whole);
    }

    /** What a client needs for such calls. */
    static ExecutionInterceptor interceptor() {
        return new Interceptor();
    }

    private static final class Interceptor implements ExecutionInterceptor {

        @Override
        public Optional<InputStream> modifyHttpResponseContent(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            Consumer<JsonNode> wanted = attributes.getAttribute(ANSWER);
            Optional<InputStream> body = context.responseBody();
            if (wanted == null || body.isEmpty() || !context.httpResponse().isSuccessful()) {
                return body;
            }
            byte[] json;
            try (InputStream content = body.get()) {
                json = content.readAllBytes();
            } catch (IOException e) {
                throw SdkClientException.create("The answer broke off: " + e.getMessage(), e);
            }
            try {
                wanted.accept(Json.read(json));
            } catch (IOException e) {
                throw SdkClientException.create("The answer is no JSON: " + e.getMessage(), e);
            }
            return Optional.of(new ByteArrayInputStream(json));
        }

        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return body(attributes)
                    .map(json -> context.httpRequest().toBuilder()
                            .putHeader("Content-Length", String.valueOf(json.length))
                            .build())
                    .orElse(context.httpRequest());
        }

        @Override
        public Optional<RequestBody> modifyHttpContent(
                Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return body(attributes).map(RequestBody::fromBytes).or(context::requestBody);
        }

        private static Optional<byte[]> body(ExecutionAttributes attributes) {
            return Optional.ofNullable(attributes.getAttribute(REQUEST)).map(Json::write);
        }
    }
}
