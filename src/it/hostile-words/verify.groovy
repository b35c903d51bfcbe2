context.setup.withCloseable { setup ->
    def log = new File(basedir, 'build.log').getText('UTF-8')
    // Maven's own colours, if any, are all that ESC may begin
    def ours = log.replaceAll(/\u001b\[[0-9;]*m/, '')
    assert !(ours =~ /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e\u2028\u2029]/)
    assert !(ours =~ /(?m)^\[INFO\] BUILD SUCCESS/)
    // what stands for a character that is not shown depends on the log's charset
    assert log =~ /denied it \(HTTP 403: DENIED no[^\n]{1,3}\[2J[^\n]{1,3}8m[^\n]{1,3} \[INFO\] BUILD SUCCESS 1 \[INFO\] BUILD SUCCESS 2 \[INFO\]/
    assert log.contains('Caused by') || log.contains('Suppressed:') // -X shows the stack traces, and they are clean as well
    assert setup.registry().tags('erlang-codebuild').isEmpty()
}
