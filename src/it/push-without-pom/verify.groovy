import groovy.json.JsonSlurper

import static io.github.erlangcodebuild.testing.PushSetup.REPOSITORY

context.setup.withCloseable { setup ->
    def image = setup.pushed('27.1')
    assert setup.pushed('latest') == image
    assert image.layerDigests().dropRight(1) == setup.base().layerDigests()
    def otp = setup.registry().fixture().layerEntries(REPOSITORY, image.layerDigests().last())
    assert otp.find { it.name() == 'usr/local/erlang/bin/epmd' }.linkTarget().get() == '../erts-15.1/bin/epmd'

    def json = new JsonSlurper().parse(new File(basedir, 'target/erlang-codebuild/image.json'))
    assert json.image == "${setup.registry().host()}/$REPOSITORY:27.1"
    assert json.digest == image.digest().toString()
    assert !basedir.list().any { it.contains('${') }

    def log = new File(basedir, 'build.log').text
    assert log.contains("Pushed: $json.image")
    assert log.contains(json.digest)
    assert log.contains("Next: pull it with docker or podman")
}
