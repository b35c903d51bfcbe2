import io.github.erlangcodebuild.testing.PushSetup

context.setup = PushSetup.at(basedir.toPath())
context.setup.writeTo(basedir.toPath().resolve('test.properties'), [:])
context.setup.close()
// the port stays taken, so that nobody else can answer there
context.taken = new Socket()
context.taken.reuseAddress = true
context.taken.bind(new InetSocketAddress('127.0.0.1', context.setup.registry().host().replaceFirst('.*:', '') as int))
