import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text.replaceAll(/\u001B\[[0-9;]*m/, '')
assert log =~ /(?m)ok    Java +\d/
assert log =~ /(?m)ok    Maven +\d/
assert log =~ /(?m)FAIL  Credentials +There are no AWS credentials:/
assert log =~ /(?m)\?     Clock +not checked: AWS has not answered/
assert log.contains('1 check failed: credentials.')
assert log =~ /(?m)^\[INFO\]   aws configure sso$/

def document = log.substring(log.indexOf('\n{') + 1, log.indexOf('\n}') + 2)
def json = new JsonSlurper().parseText(document)
assert json.schemaVersion == 1
assert !json.ok
assert json.sections[0].findings.find { it.id == 'credentials' }.state == 'failed'
assert json.next.command == 'aws configure sso'

assert log.contains("goals has 'deploy', whose rights doctor does not know.")
assert !(log =~ /(?m)^\s+at [a-z]/)
