import groovy.xml.XmlSlurper

def plugin = new XmlSlurper().parse(new File(basedir, '../../classes/META-INF/maven/plugin.xml'))
def log = new File(basedir, 'build.log').text
plugin.mojos.mojo.each { mojo ->
    assert log.contains("erlang-codebuild:$mojo.goal")
    mojo.parameters.parameter.findAll { it.editable == 'true' }.each { parameter ->
        assert log =~ /(?m)^ +$parameter.name( \(Default: .*)?$/
    }
}
assert plugin.mojos.mojo*.goal*.text().containsAll(['help', 'push'])
