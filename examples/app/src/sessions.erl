%% Who is logged in. A token is random, and only its hash is kept: whoever reads the memory learns no token.
-module(sessions).

-behaviour(gen_server).

-export([start_link/0, open/1, user/1, close/1]).
-export([init/1, handle_call/3, handle_cast/2]).

-type token() :: binary().
-type user() :: binary().
-export_type([token/0, user/0]).

-spec start_link() -> gen_server:start_ret().
start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

%% A new session of this user's.
-spec open(user()) -> token().
open(User) ->
    gen_server:call(?MODULE, {open, User}).

%% Whose session it is.
-spec user(token()) -> {ok, user()} | error.
user(Token) ->
    gen_server:call(?MODULE, {user, hash(Token)}).

%% Closes it, where it is open.
-spec close(token()) -> ok.
close(Token) ->
    gen_server:call(?MODULE, {close, hash(Token)}).

init([]) ->
    {ok, #{}}.

handle_call({open, User}, _From, Sessions) ->
    Token = binary:encode_hex(crypto:strong_rand_bytes(16)),
    {reply, Token, Sessions#{hash(Token) => User}};
handle_call({user, Hash}, _From, Sessions) ->
    {reply, maps:find(Hash, Sessions), Sessions};
handle_call({close, Hash}, _From, Sessions) ->
    {reply, ok, maps:remove(Hash, Sessions)}.

handle_cast(_Message, Sessions) ->
    {noreply, Sessions}.

hash(Token) ->
    crypto:hash(sha256, Token).
