import io.github.erlangcodebuild.testing.PushSetup

context.setup = PushSetup.at(basedir.toPath())
context.setup.writeTo(basedir.toPath().resolve('test.properties'), ['erlang-codebuild.outputFile': basedir.path])
