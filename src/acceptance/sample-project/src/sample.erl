-module(sample).

-export([main/1, greeting/1]).

%% The escript's entry.
main([Name]) ->
    io:format("~ts~n", [greeting(Name)]).

%% A greeting that OpenSSL took part in.
greeting(Name) ->
    <<Start:4/binary, _/binary>> = crypto:hash(sha256, Name),
    io_lib:format("Hello ~ts ~s", [Name, binary:encode_hex(Start)]).
