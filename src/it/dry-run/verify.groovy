import static io.github.erlangcodebuild.testing.PushSetup.REPOSITORY

context.setup.withCloseable { setup ->
    def log = new File(basedir, 'build.log').text
    assert log.contains("Dry run, nothing is changed. A push would make ${setup.registry().host()}/$REPOSITORY:27.1")
    assert log.contains('tag      27.1, would be set')
    assert log =~ /OTP +[0-9a-f]{12} +[\d.]+ k?B  to send/
    assert log.contains("to mount from the base's repository")

    assert setup.registry().tags(REPOSITORY).isEmpty()
    assert setup.registry().requests().every { it.method() in ['GET', 'HEAD'] }
    assert !new File(basedir, 'target').exists()
}
