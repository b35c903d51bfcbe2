context.setup.withCloseable { setup ->
    assert new File(basedir, 'build.log').text.contains('Skipped, as erlang-codebuild.skip says.')
    assert setup.registry().requests().isEmpty()
    assert !new File(basedir, 'target').exists()
}
