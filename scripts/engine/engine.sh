#!/usr/bin/env bash
# A container engine for the tests of the compose files, on a machine that has none and no image registry.
#   engine.sh start | stop          npm run engine -- start
#   eval "$(engine.sh env)"         makes docker of this shell use it
#   engine.sh run COMMAND...        starts it for the command only
#   engine.sh usable                whether there is one, or this user may start it
# A Docker engine that is already reachable is used as it is, with the real images. Otherwise Debian's packages are
# unpacked into a cache folder, run with state of their own, and stand-ins for the base images are built.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/plumbline/engine
engine=$cache/engine
run=/run/plumbline-engine
MINIMUM_ENGINE=20

fail() {
  echo "engine: $*" >&2
  exit 1
}

. "$here/packages.sh"
. "$here/images.sh"

use_own_engine() {
  export PATH=$engine/usr/bin:$engine/usr/sbin:$PATH DOCKER_HOST=unix://$run/docker.sock DOCKER_CONFIG=$run/config
}

# Whether the engine that docker finds by itself runs and is new enough.
has_engine() {
  local version
  version=$(docker version --format '{{.Server.Version}}' 2>/dev/null) || return 1
  [ "${version%%.*}" -ge "$MINIMUM_ENGINE" ] && docker compose version >/dev/null 2>&1
}

# Programs that were built for the libraries in the folder are made to use those, whatever this machine has.
unpack_engine() {
  [ ! -e "$engine/complete" ] || return 0
  rm -rf "$engine"
  unpack trixie "$engine" $(with_dependencies trixie docker.io docker-cli docker-compose docker-buildx)
  local libraries program interpreter
  libraries=$(dirname "$(find "$engine/usr/lib" -name libc.so.6)")
  for program in "$engine"/usr/{bin,sbin}/{docker,dockerd,docker-proxy,containerd,containerd-shim-runc-v2,runc} \
    "$engine"/usr/libexec/docker/cli-plugins/*; do
    [ -f "$program" ] && [ ! -L "$program" ] || continue
    interpreter=$(patchelf --print-interpreter "$program" 2>/dev/null) || continue # linked statically
    patchelf --set-interpreter "$engine/usr$interpreter" "$program"
    patchelf --force-rpath --set-rpath "$libraries" "$program"
  done
  touch "$engine/complete"
}

start() {
  if has_engine; then return; fi
  [ "$(id -u)" -eq 0 ] || fail 'no Docker engine is reachable, and only root can start one'
  for program in apt-get dpkg-deb patchelf iptables-save ip taskset npm; do
    command -v "$program" >/dev/null || fail "$program is missing; scripts/install-packages.sh --checks installs it"
  done
  mkdir -p "$cache"
  unpack_engine
  use_own_engine
  start_daemon
  build_base_images
}

start_daemon() {
  if docker version >/dev/null 2>&1; then return; fi
  rm -rf "$run"
  mkdir -p "$run/config"
  printf '{"cliPluginsExtraDirs":["%s"]}' "$engine/usr/libexec/docker/cli-plugins" >"$run/config/config.json"
  iptables-save >"$run/iptables" 2>/dev/null
  cat /proc/sys/net/ipv4/ip_forward >"$run/ip_forward"
  # The daemon counts one processor, so it refuses limits above one as a small machine would; containers may use all.
  setsid taskset --cpu-list 0 dockerd --data-root "$cache/data" --exec-root "$run/exec" \
    --pidfile "$run/docker.pid" --host "$DOCKER_HOST" --storage-driver overlay2 \
    --exec-opt native.cgroupdriver=cgroupfs --init-path "$engine/usr/bin/tini-static" \
    --userland-proxy-path "$engine/usr/sbin/docker-proxy" >"$run/dockerd.log" 2>&1 </dev/null 9>&- &
  local daemon=$!
  until docker version >/dev/null 2>&1; do
    kill -0 "$daemon" 2>/dev/null || fail "dockerd ended: $(tail -n 5 "$run/dockerd.log")"
    sleep 0.2
  done
  taskset --all-tasks --pid --cpu-list "0-$(($(nproc) - 1))" "$(cat "$run/exec/containerd/containerd.pid")" >/dev/null
}

# Ends the daemon with its containers and puts the machine's network back as it was.
stop() {
  [ -e "$run/docker.pid" ] || return 0
  use_own_engine
  local daemon network table
  daemon=$(cat "$run/docker.pid")
  docker ps --quiet | xargs --no-run-if-empty docker kill >/dev/null
  docker image prune --force >/dev/null
  docker builder prune --force --keep-storage 4GB >/dev/null
  docker network ls --quiet --filter type=custom | xargs --no-run-if-empty docker network rm --force >/dev/null 2>&1 || true
  kill "$daemon"
  while kill -0 "$daemon" 2>/dev/null; do sleep 0.1; done
  for network in $(ip -o link show type bridge | awk -F ': ' '{ print $2 }' | grep -E '^(docker0|br-[0-9a-f]{12})$'); do
    ip link delete "$network"
  done
  for table in filter nat; do
    iptables --table "$table" --flush
    iptables --table "$table" --delete-chain
  done
  iptables --policy FORWARD ACCEPT
  iptables-restore <"$run/iptables"
  cat "$run/ip_forward" >/proc/sys/net/ipv4/ip_forward
  rm -rf "$run"
}

print_env() {
  if has_engine; then return; fi
  use_own_engine
  printf 'export PATH=%q DOCKER_HOST=%q DOCKER_CONFIG=%q\n' "$PATH" "$DOCKER_HOST" "$DOCKER_CONFIG"
}

# One at a time, because the tests of the compose files take fixed ports.
run_command() {
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
  [ -e "$run/docker.pid" ] || trap stop EXIT
  start
  "$@"
}

case ${1:-} in
start) start ;;
stop) stop ;;
env) print_env ;;
run) shift && run_command "$@" ;;
usable) has_engine || [ "$(id -u)" -eq 0 ] ;;
*) fail 'usage: npm run engine -- start | stop | env | usable | run COMMAND...' ;;
esac
