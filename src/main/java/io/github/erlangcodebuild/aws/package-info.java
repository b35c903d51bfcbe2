/** Amazon's side: who we are, ECR repositories and tokens, bundles in S3. The one place that knows the AWS SDK. */
@NullMarked
package io.github.erlangcodebuild.aws;

import org.jspecify.annotations.NullMarked;
