/** Toolchain bundles in Amazon S3. */
@NullMarked
package io.github.erlangcodebuild.aws.s3;

import org.jspecify.annotations.NullMarked;
