-module(sessions_tests).

-include_lib("eunit/include/eunit.hrl").

sessions_test_() ->
    {foreach, fun() -> {ok, _} = application:ensure_all_started(sessions) end, fun(_) -> application:stop(sessions) end, [
        {"an open session has its user", fun() ->
            ?assertEqual({ok, <<"ann">>}, sessions:user(sessions:open(<<"ann">>)))
        end},
        {"each session has a token of its own", fun() ->
            ?assertNotEqual(sessions:open(<<"ann">>), sessions:open(<<"ann">>))
        end},
        {"a closed session has none", fun() ->
            Token = sessions:open(<<"ann">>),
            ok = sessions:close(Token),
            ?assertEqual(error, sessions:user(Token))
        end},
        {"nor has a token that nobody got", fun() ->
            ?assertEqual(error, sessions:user(<<"0123">>))
        end}
    ]}.
