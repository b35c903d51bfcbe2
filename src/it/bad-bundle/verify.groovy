import static io.github.erlangcodebuild.testing.PushSetup.REPOSITORY

context.setup.withCloseable { setup ->
    def log = new File(basedir, 'build.log').text
    assert log.count('usr/local/erlang/.wh.bin') == 1
    assert !(log =~ /(?m)^\s+at [a-z]/)
    assert !log.contains('Exception:')
    assert setup.registry().tags(REPOSITORY).isEmpty()
}
