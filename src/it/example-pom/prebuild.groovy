import io.github.erlangcodebuild.testing.PushSetup

new File(basedir, 'pom.xml').text = new File(basedir, '../../../examples/pom.xml').text
context.setup = PushSetup.at(basedir.toPath())
context.setup.writeTo(basedir.toPath().resolve('test.properties'), [:])
