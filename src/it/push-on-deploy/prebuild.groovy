import io.github.erlangcodebuild.testing.PushSetup

context.setup = PushSetup.at(basedir.toPath())
new File(basedir, 'test.properties').text = """\
it.registry=${context.setup.registry().host()}
it.baseImage=${context.setup.baseImage()}
"""
true
