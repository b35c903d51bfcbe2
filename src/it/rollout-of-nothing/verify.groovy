def log = new File(basedir, 'build.log').text
assert log.contains('Neither a stack nor a project is named that is to use the image.')
assert log =~ /It is not known which image was pushed last: there is no \S+target.erlang-codebuild.image\.json\./
assert !(log =~ /(?m)^\s+at [a-z]/)
