#!/bin/sh
# Starts the stand-in for the provider plugin named first: Pulumi takes the first program `pulumi-resource-<name>` on PATH.
name=$1
shift
root=$(cd "$(dirname "$(readlink -f "$0")")/../../.." && pwd)
# Its modules are found from the root; paths that it is given are relative to where it was started.
export STAND_IN_STARTED_IN="$PWD"
cd "$root" && exec node --require tsx/cjs "test/support/$name/plugin/main.ts" "$@"
