context.setup.withCloseable { setup ->
    def log = new File(basedir, 'build.log').text
    assert log.contains("outputFile ${basedir.path} cannot be written: it is a directory.")
    assert log.contains('Nothing was pushed.')
    assert setup.registry().requests().isEmpty()
}
