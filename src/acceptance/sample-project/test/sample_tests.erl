-module(sample_tests).

-include_lib("eunit/include/eunit.hrl").

greeting_names_and_hashes_test() ->
    ?assertEqual("Hello abc BA7816BF", lists:flatten(sample:greeting("abc"))).
