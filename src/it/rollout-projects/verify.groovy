import groovy.json.JsonSlurper

import static io.github.erlangcodebuild.testing.CodeBuildAccount.*

context.account.withCloseable { account ->
    def pinned = IMAGE.replace(':27.1', '') + "@$DIGEST"
    def log = new File(basedir, 'build.log').text
    assert log.contains('Dry run, nothing is changed.')
    assert log.count("from    $CURATED") == 2
    assert log.count("to      $pinned") == 2
    assert log.contains('with    image pull credentials CODEBUILD -> SERVICE_ROLE')
    assert log.contains('Updated the project erlang')
    assert log.contains("rollout -Derlang-codebuild.image=$CURATED -Derlang-codebuild.projects=erlang")

    assert account.bodies('UpdateProject').size() == 1
    def environment = new JsonSlurper().parseText(account.bodies('UpdateProject')[0]).environment
    assert environment == [type: 'LINUX_CONTAINER', computeType: 'BUILD_GENERAL1_SMALL', image: pinned.toString(),
                           imagePullCredentialsType: 'SERVICE_ROLE']
}
