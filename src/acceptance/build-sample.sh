#!/bin/sh
# Runs in a container of a pushed image: builds, tests and starts a rebar3 project, offline, with the PATH it finds.

set -eu

sample=$(cd "$(dirname "$0")/sample-project" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$sample/." "$work"
cd "$work"

echo "PATH=$PATH"
command -v erl
command -v rebar3
erl -noshell -eval 'io:format("OTP ~s~n", [erlang:system_info(otp_release)]), halt().'
erl -noshell -eval 'ok = crypto:start(), {ok, _} = application:ensure_all_started(ssl), io:format("~p~n", [crypto:info_lib()]), halt().'
rebar3 version
rebar3 compile
rebar3 eunit
rebar3 escriptize
_build/default/bin/sample CodeBuild
