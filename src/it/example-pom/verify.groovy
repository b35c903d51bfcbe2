import static io.github.erlangcodebuild.testing.PushSetup.REPOSITORY

context.setup.withCloseable { setup ->
    def image = "${setup.registry().host()}/$REPOSITORY:27.1"
    assert setup.pushed('latest') == setup.pushed('27.1')
    assert setup.registry().fixture().config(REPOSITORY, '27.1').at('/config/Labels/team').asText() == 'backend'

    def log = new File(basedir, 'build.log').text
    assert log.contains("Pushed: $image")
    assert log.contains("Up to date: $image")
    assert log.contains('Skipping artifact deployment')
}
