import io.github.erlangcodebuild.testing.EmbeddedRegistry
import io.github.erlangcodebuild.testing.PushSetup
import io.github.erlangcodebuild.testing.TarEntry
import io.github.erlangcodebuild.testing.TestBundle

def bundle = TestBundle.otp('27.1').with(TarEntry.file('usr/local/erlang/.wh.bin', ''))
context.setup = PushSetup.at(basedir.toPath(), EmbeddedRegistry.start(), bundle)
context.setup.writeTo(basedir.toPath().resolve('test.properties'), [:])
