#!/usr/bin/env bash
# First process of a set of namespaces of its own: when it ends, everything in them ends, and mounts and networks vanish.
# What it runs reads its stdin, and ends when that closes: so nothing outlives the tool, however that ends.
set -euo pipefail
for folder in /run /var/log; do mount -t tmpfs -o mode=755 tmpfs "$folder"; done
mkdir -p /run/lock
if [ "${1:-}" = --keep-sysctls ]; then
    shift
    # The kubelet sets these for a machine of its own; here they are everybody's, and it gets files of its own in their place.
    for name in kernel/panic kernel/panic_on_oops kernel/keys/root_maxbytes kernel/keys/root_maxkeys \
        vm/overcommit_memory vm/panic_on_oom; do
        mkdir -p "/run/sysctls/${name%/*}"
        cat "/proc/sys/$name" >"/run/sysctls/$name"
        mount --bind "/run/sysctls/$name" "/proc/sys/$name"
    done
fi
# Not exec: bash also reaps the processes that lost their parents.
"$@"
