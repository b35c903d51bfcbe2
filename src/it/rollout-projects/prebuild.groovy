import io.github.erlangcodebuild.testing.CodeBuildAccount

context.account = CodeBuildAccount.start()
context.account.writeTo(basedir.toPath().resolve('test.properties'), [:])
CodeBuildAccount.pushedFrom(basedir.toPath())
