/** Which rights an identity has, as IAM itself simulates it. */
@NullMarked
package io.github.erlangcodebuild.aws.iam;

import org.jspecify.annotations.NullMarked;
