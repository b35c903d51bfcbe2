/** AWS CodeBuild: builds and their logs, projects, past builds, curated images. */
@NullMarked
package io.github.erlangcodebuild.aws.codebuild;

import org.jspecify.annotations.NullMarked;
