package io.github.erlangcodebuild.aws.s3;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.MissingCredentialsException;
import io.github.erlangcodebuild.aws.SdkErrors;
import io.github.erlangcodebuild.bundle.BundleReader;
import io.github.erlangcodebuild.http.HttpStatusException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads objects from S3 ({@code s3:GetObject}), from buckets in any region. In a bucket that has the name of a
 * bootstrap's, which can be guessed, every request carries the account in that name as the owner that it must have.
 */
public final class S3Reader implements BundleReader {

    private final Aws aws;
    private final S3Failures failures;

    public S3Reader(Aws aws) {
        this.aws = aws;
        this.failures = new S3Failures(aws);
    }

    /**
     * Opens an object ({@code GetObject}).
     *
     * @throws ActionableException when there is no such object or bucket, or this identity may not read it
     * @throws HttpStatusException when S3 is overloaded or has trouble of its own
     * @throws IOException when the network fails
     */
    @Override
    public InputStream open(URI location) throws IOException {
        if (location.getRawQuery() != null) {
            throw new ActionableException(
                    "An s3:// address has no query: " + location.getRawSchemeSpecificPart() + ".",
                    "Leave out the question mark and what follows it.");
        }
        String bucket = location.getAuthority();
        Optional<String> owner = ToolchainBucket.owner(bucket);
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(bucket)
                .key(location.getPath().replaceFirst("^/", ""))
                .expectedBucketOwner(owner.orElse(null))
                .build();
        try {
            return new Body(aws.bundles().getObject(request), location);
        } catch (MissingCredentialsException e) {
            throw e.neededTo(purpose(location));
        } catch (S3Exception e) {
            throw explainAnswer(location, bucket, owner, e);
        } catch (SdkClientException e) {
            Optional<IOException> broken = Failures.find(e, IOException.class);
            if (broken.isPresent() && !Failures.has(e, ActionableException.class)) {
                throw broken.get();
            }
            throw explain(location, e);
        }
    }

    private RuntimeException explainAnswer(URI location, String bucket, Optional<String> owner, S3Exception answered)
            throws IOException {
        if (answered.statusCode() == 404) {
            throw missing(location, bucket, owner.isPresent(), answered);
        }
        if (owner.isPresent()
                && SdkErrors.code(answered).equals("AccessDenied") // without a code it is a proxy's
                && S3Failures.isForeignOrDenied(answered)) {
            throw failures.foreignOrDenied(location, owner.get(), answered);
        }
        if (answered.statusCode() >= 500 || answered.isThrottlingException()) {
            throw new HttpStatusException(
                    "S3 answered " + SdkErrors.said(answered) + " (HTTP " + answered.statusCode() + ") for " + location,
                    answered.statusCode(),
                    Optional.empty());
        }
        return explain(location, answered);
    }

    private ActionableException missing(URI location, String bucket, boolean ours, S3Exception failure) {
        boolean noBucket = failure instanceof NoSuchBucketException
                || SdkErrors.code(failure).equals("NoSuchBucket");
        String what = noBucket ? "There is no bucket " + bucket : "There is no " + location;
        return new ActionableException(
                what + (ours ? ", where the bootstrap puts its toolchains." : "."),
                ours
                        ? "Compile the toolchain with " + bootstrap(location)
                                + ", or name a bundle with -Derlang-codebuild.toolchain=…."
                        : "Check the spelling of -Derlang-codebuild.toolchain.",
                failure);
    }

    /** The command that makes what is missing, with what its place says of it. */
    private String bootstrap(URI location) {
        StringBuilder command = new StringBuilder(GoalCommand.of("bootstrap"));
        Matcher place = ToolchainBucket.PLACE.matcher(location.getPath());
        if (place.find()) {
            command.append(" -Derlang-codebuild.erlangVersion=").append(place.group("version"));
            if (place.group("architecture").equals("arm64")) {
                command.append(" -Derlang-codebuild.architectures=arm64");
            }
        }
        aws.settings().region().ifPresent(name -> command.append(" -Derlang-codebuild.region=")
                .append(name));
        aws.profile().ifPresent(name -> command.append(" -Derlang-codebuild.profile=")
                .append(name));
        return command.toString();
    }

    private ActionableException explain(URI location, SdkException failure) {
        return failures.explain(purpose(location), "s3:GetObject", location, failure);
    }

    private static String purpose(URI location) {
        return "read " + location;
    }

    /** The object's bytes, with every failure an {@link IOException}, since a new transfer may do better. */
    private static final class Body extends FilterInputStream {

        private final ResponseInputStream<?> response;
        private final URI location;
        private boolean ended;

        Body(ResponseInputStream<?> response, URI location) {
            super(response);
            this.response = response;
            this.location = location;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int count = super.read(buffer, offset, length);
                ended |= count < 0;
                return count;
            } catch (SdkException e) { // a checksum that does not match
                throw new IOException(location + " broke off: " + ForeignText.line(String.valueOf(e.getMessage())), e);
            }
        }

        /** Drops the connection when there is more to come: closing the stream would read all of it first. */
        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                response.abort();
            }
        }
    }
}
