#!/usr/bin/env bash
# Installs the Debian packages that `npm run check` needs beside Node and Python: a PostgreSQL to compare the
# embedded one with, and the monitoring stack. Does nothing for what is there already.
set -euo pipefail

declare -A package_of=(
  [/usr/lib/postgresql]=postgresql
  [/usr/bin/prometheus]=prometheus
  [/usr/bin/prometheus-alertmanager]=prometheus-alertmanager
  [/usr/bin/prometheus-blackbox-exporter]=prometheus-blackbox-exporter
  [/usr/bin/prometheus-pushgateway]=prometheus-pushgateway
)

missing=()
for path in "${!package_of[@]}"; do
  [ -e "$path" ] || missing+=("${package_of[$path]}")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "The checks need ${missing[*]}; this script installs them only with apt-get." >&2
  exit 1
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
echo "Installing ${missing[*]} ..."
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
