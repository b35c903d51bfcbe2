package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.http.RememberingRoutePlanner;
import io.github.erlangcodebuild.http.TimeLimits;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/**
 * The one HTTP client of all AWS clients: Apache's, as Jib brings it along, so it costs no start-up of its own. The SDK hands out the
 * failures of a proxy as if they were AWS's, so this tells them apart.
 */
final class AwsHttp implements SdkHttpClient {

    private final SdkHttpClient client;

    private AwsHttp(SdkHttpClient client) {
        this.client = client;
    }

    /** A client that goes through these proxies, and asks neither the JVM nor the environment for others. */
    static SdkHttpClient client(Proxies proxies) {
        Duration timeout = TimeLimits.DEFAULT.timeout();
        return new AwsHttp(ApacheHttpClient.builder()
                .connectionTimeout(timeout)
                .socketTimeout(timeout)
                .connectionAcquisitionTimeout(timeout)
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariableValues(false)
                        .build())
                .httpRoutePlanner(new RememberingRoutePlanner(proxies))
                .credentialsProvider(RememberingRoutePlanner.logins(proxies))
                .authSchemeProviderRegistry(RememberingRoutePlanner.loginSchemes())
                .build());
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = client.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                try {
                    return send(prepared);
                } finally {
                    RememberingRoutePlanner.forget();
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    private static HttpExecuteResponse send(ExecutableHttpRequest request) throws IOException {
        HttpExecuteResponse response;
        try {
            response = request.call(); // on this thread
        } catch (IOException e) {
            throw RememberingRoutePlanner.explain(e);
        }
        int status = response.httpResponse().statusCode();
        if (!RememberingRoutePlanner.isOfProxy(status)) {
            return response;
        }
        try (InputStream body =
                response.responseBody().<InputStream>map(content -> content).orElseGet(InputStream::nullInputStream)) {
            throw RememberingRoutePlanner.refusal(
                    status, response.httpResponse().matchingHeaders("Proxy-Authenticate"), body);
        }
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}
