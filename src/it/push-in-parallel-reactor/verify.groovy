import groovy.json.JsonSlurper

context.setup.withCloseable { setup ->
    for (module in ['first', 'second']) {
        assert setup.registry().tags(module) == ['both', module]
        def json = new JsonSlurper().parse(new File(basedir, "$module/target/erlang-codebuild/image.json"))
        assert json.repository == module
        assert json.digest == setup.registry().fixture().manifest(module, module).get().digest().toString()
    }
}
