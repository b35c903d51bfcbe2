context.taken.close()
def registry = context.setup.registry().host()
def log = new File(basedir, 'build.log').text
assert log.contains("$registry cannot be reached (Connection refused")
assert log.contains('Check that it is up, and that this host may reach it.')
assert log.contains('Will try again in')
assert !(log =~ /(?m)^\s+at [a-z]/)
