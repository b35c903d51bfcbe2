import io.github.erlangcodebuild.testing.CodeBuildAccount

context.account = CodeBuildAccount.start()
context.account.writeTo(basedir.toPath().resolve('test.properties'), ['erlang-codebuild.stackName': 'erlang'])
CodeBuildAccount.pushedFrom(basedir.toPath())
