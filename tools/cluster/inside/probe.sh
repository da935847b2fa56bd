#!/usr/bin/env bash
# Whether this machine lets root do what a cluster needs, tried in namespaces of their own. Says the first thing that it does not.
#
#     bash probe.sh FOLDER
set -uo pipefail

try() {
    local what="$1" said
    shift
    said="$("$@" 2>&1)" && return
    echo "$what is not possible: ${said##*$'\n'}"
    exit 1
}

folder="$1"
mkdir -p "$folder"/{lower,upper,work,merged}
try "mounting a tmpfs" mount -t tmpfs tmpfs /run
layers="lowerdir=$folder/lower,upperdir=$folder/upper,workdir=$folder/work"
try "mounting an overlay" mount -t overlay overlay -o "$layers" "$folder/merged"
try "bringing a network link up" ip link set lo up
try "making a pair of network links" ip link add probe0 type veth peer name probe1
try "making a network bridge" ip link add probe2 type bridge
try "writing iptables rules" iptables -t nat -A OUTPUT -m addrtype --dst-type LOCAL -j RETURN
try "forwarding packets" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
