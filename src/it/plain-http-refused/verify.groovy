context.setup.withCloseable { setup ->
    def log = new File(basedir, 'build.log').text
    assert log.contains("${setup.registry().host()} does not speak TLS, only plain HTTP.")
    assert log.contains('-Derlang-codebuild.allowInsecureRegistries=127.0.0.1:')
    assert !(log =~ /(?m)^\s+at [a-z]/)
    assert setup.registry().requests().isEmpty()
}
