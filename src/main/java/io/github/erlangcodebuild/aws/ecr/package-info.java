/** Amazon ECR: repositories, images, lifecycle policies, scans, and who we are at its registries. */
@NullMarked
package io.github.erlangcodebuild.aws.ecr;

import org.jspecify.annotations.NullMarked;
