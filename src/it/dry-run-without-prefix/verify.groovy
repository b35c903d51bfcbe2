context.setup.withCloseable { setup ->
    def log = new File(basedir, 'build.log').text
    assert log.contains('-DdryRun is no parameter of this plugin, so this would be no dry run.')
    assert log.contains('Say -Derlang-codebuild.dryRun=true.')
    assert setup.registry().requests().isEmpty()
}
