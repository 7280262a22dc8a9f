# Stand-ins for the base images, tagged as the compose files and the Dockerfile name them. Sourced by engine.sh.
# They hold other builds and partly other versions of the programs; Grafana's is a stub (docs/deployment.md).

# Builds what is missing or was built by another version of this file.
build_base_images() {
  local recipe
  recipe=$(cat "$here/packages.sh" "$here/images.sh" | sha256sum | cut -c 1-16)
  build "$(node_tag)" "$recipe" node_image
  build "$(tag_of postgres)" "$recipe" postgres_image
  build "$(tag_of prom/prometheus)" "$recipe" prometheus_image
  build "$(tag_of prom/alertmanager)" "$recipe" alertmanager_image
  build "$(tag_of prom/blackbox-exporter)" "$recipe" blackbox_image
  build "$(tag_of prom/pushgateway)" "$recipe" pushgateway_image
  build "$(tag_of grafana/grafana)" "$recipe" grafana_image
}

node_tag() { sed -n 's/^ARG NODE_IMAGE=//p' "$here/../../Dockerfile"; }
tag_of() { sed -n "s#^ *image: \($1:.*\)#\1#p" "$here"/../../docker-compose*.yml | head -n 1; }

# build TAG RECIPE FUNCTION: the function fills the folder $image and names the image's settings in the array settings.
build() {
  local tag=$1 recipe=$2 image settings=()
  if [ "$(docker image inspect --format '{{index .Config.Labels "plumbline.stand-in"}}' "$tag" 2>/dev/null)" = "$recipe" ]; then
    return
  fi
  echo "engine: making a stand-in for $tag" >&2
  image=$(mktemp -d)
  chmod 0755 "$image"
  "$3"
  tar -C "$image" --numeric-owner -c . | docker import --change "LABEL plumbline.stand-in=$recipe" "${settings[@]}" - "$tag" >/dev/null
  rm -rf "$image"
}

# unpack_base SUITE PACKAGE...: a small Debian with Busybox for the commands of a shell.
unpack_base() {
  local suite=$1
  shift
  unpack "$suite" "$image" base-files libc6 busybox-static "$@"
  chroot "$image" /usr/bin/busybox --install -s /usr/bin
  mkdir -p "$image/etc/ssl/certs"
  add_user root 0
  add_user nobody 65534
}

add_user() { # NAME ID
  echo "$1:x:$2:$2::/:/bin/sh" >>"$image/etc/passwd"
  echo "$1:x:$2:" >>"$image/etc/group"
}

# own FOLDER ID [MODE]: a folder of the image that belongs to that user.
own() { install -d -o "$2" -g "$2" -m "${3:-0755}" "$image$1"; }

set_image() {
  local instruction
  for instruction; do settings+=(--change "$instruction"); done
}

node_image() {
  local version architecture downloads key value
  version=$(node_tag | sed -E 's/^node:([0-9.]+)-.*/\1/')
  architecture=$(dpkg --print-architecture | sed 's/amd64/x64/')
  downloads=$(mktemp -d)
  (cd "$downloads" && npm pack --silent "node-linux-$architecture@$version" npm@11 >/dev/null)
  unpack_base trixie libstdc++6 libgcc-s1
  add_user node 1000
  mkdir -p "$image"/usr/local/{bin,etc,lib/node_modules/npm}
  tar -xzf "$downloads"/node-linux-*.tgz -C "$image/usr/local" --strip-components 1
  tar -xzf "$downloads"/npm-*.tgz -C "$image/usr/local/lib/node_modules/npm" --strip-components 1
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$image/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$image/usr/local/bin/npx"
  chmod +x "$image"/usr/local/lib/node_modules/npm/bin/*.js
  rm -r "$downloads"
  # npm in the image reaches the registry as npm on this machine does.
  cp -L "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$image/etc/ssl/certs/ca-certificates.crt"
  for key in registry proxy https-proxy; do
    value=$(npm config get --location=global "$key")
    [ "$value" = null ] || echo "$key=$value" >>"$image/usr/local/etc/npmrc"
  done
  echo cafile=/etc/ssl/certs/ca-certificates.crt >>"$image/usr/local/etc/npmrc"
  set_image 'ENV PATH=/usr/local/bin:/usr/bin:/bin' 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' \
    'CMD ["node"]'
}

postgres_image() {
  local major
  major=$(tag_of postgres | sed -E 's/^postgres:([0-9]+).*/\1/')
  unpack_base forky $(with_dependencies forky "postgresql-$major")
  add_user postgres 999
  own /var/lib/postgresql 999
  own /run/postgresql 999 3777
  set_image "ENV PATH=/usr/lib/postgresql/$major/bin:/usr/bin" "ENV PGDATA=/var/lib/postgresql/$major/docker" \
    'ENV LANG=C.UTF-8' 'STOPSIGNAL SIGINT' 'CMD ["postgres"]'
}

# program_image PACKAGE PROGRAM NAME [FOLDER]: a program of Debian's under the name it has in its own image.
program_image() {
  unpack_base trixie "$1"
  [ "$2" = "$3" ] || ln -s "$2" "$image/usr/bin/$3"
  [ -z "${4:-}" ] || own "$4" 65534
  set_image "ENTRYPOINT [\"/bin/$3\"]" 'USER nobody' "WORKDIR ${4:-/}"
}

prometheus_image() { program_image prometheus prometheus prometheus /prometheus; }
alertmanager_image() { program_image prometheus-alertmanager prometheus-alertmanager alertmanager /alertmanager; }
blackbox_image() { program_image prometheus-blackbox-exporter prometheus-blackbox-exporter blackbox_exporter; }
pushgateway_image() { program_image prometheus-pushgateway prometheus-pushgateway pushgateway /pushgateway; }

# Not Grafana: checks that it could read and write what it is given, and answers the health check.
grafana_image() {
  unpack_base trixie
  own /var/lib/grafana 472
  mkdir -p "$image/www/api"
  echo '{"database":"ok"}' >"$image/www/api/health"
  cat >"$image/start" <<'SCRIPT'
#!/bin/sh
set -eu
for file in "$GF_SECURITY_ADMIN_PASSWORD__FILE" "$GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH" "$GF_PATHS_PROVISIONING"/*/*.yml; do
  [ -s "$file" ] && cat "$file" >/dev/null || { echo "cannot read $file" >&2; exit 1; }
done
touch /var/lib/grafana/written
trap 'exit 0' TERM
httpd -f -p 3000 -h /www &
wait
SCRIPT
  chmod +x "$image/start"
  set_image 'ENTRYPOINT ["/start"]'
}
