context.setup.withCloseable { setup ->
    def log = new File(basedir, 'build.log').text
    def pom = java.util.regex.Pattern.quote(new File(basedir, 'pom.xml').path)
    assert log =~ /<dryrun> in the <configuration>( of the execution image)?, $pom(, line \d+)?, is no parameter of this plugin/
    assert log.contains('Did you mean <dryRun>? The parameters of push: allowBaseMismatch,')
    assert log =~ /<repositry> in the <configuration> of the execution image, $pom(, line \d+)?, is no parameter/
    assert log.contains('Did you mean <repository>?')
    assert log =~ /<dryRun> in the <configuration>( of the execution image)?, $pom(, line \d+)?, is 'yes', which is neither true nor false/
    assert log =~ /<erlang-codebuild.dryrun> in the <properties>.* is no parameter/
    assert log.contains('Did you mean <erlang-codebuild.dryRun>?')
    assert log =~ /<erlang-codebuild.dryRun> in the <properties>.* is 'on', which is neither true nor false/
    assert log =~ /<tag> in the <configuration>, $pom(, line \d+)?, is no parameter/
    assert log.contains('Did you mean <tags>?')
    assert !(log =~ /(?m)^\s+at [a-z]/)
    assert setup.registry().requests().isEmpty()
}
