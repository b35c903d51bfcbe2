import io.github.erlangcodebuild.testing.EmbeddedRegistry
import io.github.erlangcodebuild.testing.PushSetup
import io.github.erlangcodebuild.testing.TestBundle

context.user = 'fritz'
context.password = 'Kn0rke?zu:frueh'

def registry = EmbeddedRegistry.builder().basicAuth(context.user, context.password).start()
context.setup = PushSetup.at(basedir.toPath(), registry, TestBundle.otp('27.1'))
context.setup.writeTo(basedir.toPath().resolve('test.properties'), [:])

// encrypted with the master password in settings-security.xml
def server = """
  <servers>
    <server>
      <id>${registry.host()}</id>
      <username>$context.user</username>
      <password>{4e63t4gazloHXAOVaDtX/AQhuTe6ZE3ndD9G9Oct64g=}</password>
    </server>
  </servers>
"""
def settings = new File(basedir, '../../../src/it/settings.xml').text
new File(basedir, 'settings-with-server.xml').text = settings.replace('</settings>', server + '</settings>')
true
