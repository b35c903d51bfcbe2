"""The benchmark of push against crane and Jib Core. Started by src/bench/run and src/bench/scale."""
