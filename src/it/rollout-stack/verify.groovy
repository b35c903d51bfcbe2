import static io.github.erlangcodebuild.testing.CodeBuildAccount.*

context.account.withCloseable { account ->
    def log = new File(basedir, 'build.log').text
    assert log.contains("Image:     $IMAGE")
    assert log.contains('Updating the stack erlang')
    assert log =~ / 0:\d\d  UPDATE_COMPLETE  Project \(AWS::CodeBuild::Project\)/
    assert log =~ /WARNING.* is about to expire \S+:25\.3, which nightly uses/
    assert log.contains("Rolled out $IMAGE")
    assert log.contains("from    $CURATED")
    assert log.contains(io.github.erlangcodebuild.GoalCommand.of('rollout')
            + " -Derlang-codebuild.image=$CURATED -Derlang-codebuild.stackName=erlang")

    assert account.forms('CreateChangeSet').size() == 1
    assert account.forms('CreateChangeSet')[0].contains('UsePreviousTemplate=true')
    assert account.forms('ExecuteChangeSet').size() == 1
    assert account.bodies('UpdateProject').isEmpty()
}
