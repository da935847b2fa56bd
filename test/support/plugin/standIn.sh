#!/bin/sh
# Starts the stand-in for the provider plugin named first: Pulumi takes the first program `pulumi-resource-<name>` on PATH.
name=$1
shift
root=$(cd "$(dirname "$(readlink -f "$0")")/../../.." && pwd)
cd "$root" && exec node --require tsx/cjs "test/support/$name/plugin/main.ts" "$@"
