import groovy.json.JsonSlurper

import static io.github.erlangcodebuild.testing.PushSetup.REPOSITORY

context.setup.withCloseable { setup ->
    assert new File(basedir, 'build.log').text.contains(
            'This goal does not look at -DdryRun. For a dry run, say -Derlang-codebuild.dryRun=true.')
    assert setup.registry().tags(REPOSITORY) == ['27.1-team', 'team']
    def config = setup.registry().fixture().config(REPOSITORY, '27.1-team').get('config')
    def labels = config.get('Labels')
    assert labels.get('team').asText() == 'build'
    assert labels.get('org.opencontainers.image.vendor').asText() == 'Example, Inc.'
    assert labels.get('maintainer').asText() == 'somebody'
    assert labels.get('erlang.version').asText() == '27.1'
    def environment = config.get('Env')*.asText()
    assert environment.find { it.startsWith('PATH=') }.startsWith('PATH=/usr/local/erlang/bin:')
    assert environment.containsAll(['ERL_AFLAGS=-kernel shell_history enabled', 'EMPTY='])

    def json = new JsonSlurper().parse(new File(basedir, 'target/erlang-codebuild/image.json'))
    assert json.tags == ['27.1-team', 'team']
}
