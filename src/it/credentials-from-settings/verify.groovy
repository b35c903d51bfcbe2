import static io.github.erlangcodebuild.testing.PushSetup.REPOSITORY

context.setup.withCloseable { setup ->
    assert setup.registry().tags(REPOSITORY) == ['27.1', 'latest']

    def log = new File(basedir, 'build.log').text
    assert log.contains('[DEBUG]')
    def userAndPassword = "$context.user:$context.password".toString()
    for (secret in [context.password, context.password.bytes.encodeBase64(), userAndPassword.bytes.encodeBase64()]) {
        assert !log.contains(secret.toString())
    }
}
