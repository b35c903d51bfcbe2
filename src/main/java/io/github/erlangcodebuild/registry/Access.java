package io.github.erlangcodebuild.registry;

/** What a repository is opened for, and so which rights are asked for when logging in. */
enum Access {
    PULL,
    PUSH
}
