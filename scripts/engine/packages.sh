# Debian packages unpacked into a folder, from the mirror that apt on this machine uses. Sourced by engine.sh.

# Prints the mirror of Debian's main archive.
debian_mirror() {
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' 2>/dev/null | head -n 1)
  [ -n "$mirror" ] || fail 'apt lists no Debian mirror; run apt-get update on a Debian machine'
  printf '%s' "$mirror"
}

# apt_of SUITE COMMAND...: apt-get for that suite, with lists and downloads of its own and nothing installed.
apt_of() {
  local suite=$1 state=$cache/apt/$1
  shift
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  # Lists of an earlier run may name packages that the mirror has replaced.
  if [ "$(cat "$state/updated-by" 2>/dev/null)" != $$ ]; then
    echo $$ >"$state/updated-by"
    : >"$state/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) $suite main" >"$state/sources.list"
    apt_of "$suite" update || fail "apt-get update failed for Debian $suite"
  fi
  apt-get -qq -o "Dir::State=$state" -o "Dir::State::status=$state/status" -o "Dir::Cache=$state" \
    -o "Dir::Etc::SourceList=$state/sources.list" -o Dir::Etc::SourceParts=- -o APT::Sandbox::User=root \
    -o APT::Install-Recommends=false "$@"
}

# with_dependencies SUITE PACKAGE...: prints the packages and all that they depend on.
with_dependencies() {
  local suite=$1
  shift
  apt_of "$suite" --simulate install "$@" | awk '$1 == "Inst" { print $2 }'
}

# unpack SUITE FOLDER PACKAGE...: unpacks exactly these packages and runs none of their scripts.
unpack() {
  local suite=$1 folder=$2 downloads package
  shift 2
  downloads=$(mktemp -d)
  (cd "$downloads" && apt_of "$suite" download "$@")
  mkdir -p "$folder"
  for package in "$downloads"/*.deb; do dpkg-deb --extract "$package" "$folder"; done
  rm -r "$downloads"
}
