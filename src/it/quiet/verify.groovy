context.setup.withCloseable { setup ->
    assert setup.pushed('27.1') == setup.pushed('latest')

    def lines = new File(basedir, 'build.log').readLines()*.replaceAll(/\u001B\[[0-9;]*m/, '')
    def printed = lines.findAll { !it.blank && !(it =~ /^(Running|Finished) (pre|post)-build script: /) }
    assert printed.isEmpty()
}
