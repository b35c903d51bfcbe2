import io.github.erlangcodebuild.testing.EmbeddedRegistry
import io.github.erlangcodebuild.testing.PushSetup

// What the registry says would clear the screen, hide what follows, turn the direction of the text, and fake lines of Maven's.
def said = 'no\\u001b[2J\\u009b8m\u202e\\n[INFO] BUILD SUCCESS 1\u2028[INFO] BUILD SUCCESS 2\u0085[INFO] BUILD SUCCESS 3'
context.setup = PushSetup.at(basedir.toPath())
context.setup.registry().answerNext(
    'POST', '/uploads/', 403, ['WWW-Authenticate': 'Basic realm="x"'],
    '{"errors":[{"code":"DENIED","message":"' + said + '"}]}', EmbeddedRegistry.ALWAYS)
context.setup.writeTo(basedir.toPath().resolve('test.properties'), [:])
