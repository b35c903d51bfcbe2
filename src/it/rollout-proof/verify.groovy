import io.github.erlangcodebuild.testing.Guide

import static io.github.erlangcodebuild.testing.CodeBuildAccount.*

context.account.withCloseable { account ->
    // Maven begins anew for each of the three
    def runs = new File(basedir, 'build.log').text.split(/(?m)Scanning for projects.../).drop(1)
    assert runs.length == 3

    // what the guide shows is what the goal prints
    def guide = Guide.read(basedir.toPath().resolve('../../../docs/guide.md'))
    def commands = ['dryRun=true', 'testBuild=true', 'report=true'].collect {
        "rollout -Derlang-codebuild.stackName=erlang -Derlang-codebuild.$it".toString()
    }
    [commands, runs.toList()].transpose().each { command, log ->
        assert guide.missing(command, 0, log.readLines()) == Optional.empty()
    }

    assert !runs[0].contains('Rolled out')
    assert runs[1] =~ /(?s)Rolled out \Q$IMAGE\E.*Started erlang:test.*INSTALL +265 +1 +-264/
    assert !runs[2].contains('Updating the stack')
    assert account.forms('ExecuteChangeSet').size() == 1
    assert account.bodies('StartBuild').size() == 1
    def written = new File(basedir, 'target/erlang-codebuild')
    assert new File(written, 'builds.json').text.contains(IMAGE)
    assert new File(written, 'builds.html').text.contains('7.6')
}
