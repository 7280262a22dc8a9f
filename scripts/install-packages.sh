#!/usr/bin/env bash
# Installs what `npm run stack` runs beside the services: Prometheus, Alertmanager, the Blackbox exporter and the
# Pushgateway, as Debian packages; with --checks also what `npm run check` needs: a PostgreSQL to compare the embedded one
# with, the Chromium that opens the report, openssl for a certificate of a mail relay, libfaketime for the clocks of
# `npm run test:faults`, and what starts a container engine.
# Does nothing for what is there already, under Debian's or the project's name.
set -euo pipefail

missing=()
need() { # package, then the names its program goes by
  local package=$1 program
  shift
  for program in "$@"; do
    if command -v "$program" >/dev/null; then return; fi
  done
  [[ " ${missing[*]} " == *" $package "* ]] || missing+=("$package")
}
need prometheus prometheus
need prometheus promtool
need prometheus-alertmanager prometheus-alertmanager alertmanager
need prometheus-alertmanager amtool
need prometheus-blackbox-exporter prometheus-blackbox-exporter blackbox_exporter
need prometheus-pushgateway prometheus-pushgateway pushgateway
if [ "${1:-}" = --checks ] && ! compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then
  missing+=(postgresql)
fi
if [ "${1:-}" = --checks ] && ! compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null; then
  missing+=(libfaketime)
fi
if [ "${1:-}" = --checks ]; then
  need chromium chromium chromium-browser
  need prometheus-node-exporter prometheus-node-exporter node_exporter
  need patchelf patchelf
  need iptables iptables
  need iproute2 ip
  need openssl openssl
fi
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if ! command -v apt-get >/dev/null; then
  echo "Plumbline needs ${missing[*]}; there is no apt-get here to install them with." >&2
  exit 1
elif [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Plumbline needs ${missing[*]}; install them as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Installing ${missing[*]} ..."
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
if [ -d /run/systemd/system ]; then
  echo "Debian's packages also start daemons of their own on the same ports. To leave the ports to the stack:"
  echo "  sudo systemctl disable --now prometheus prometheus-alertmanager prometheus-blackbox-exporter prometheus-pushgateway"
fi
