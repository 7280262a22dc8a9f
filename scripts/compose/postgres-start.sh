#!/bin/sh
# Starts the database server of docker-compose.yml. Makes the database when there is none, and at every start ensures a
# role and a database of its own for each service, so that neither can read what the other keeps.
set -eu

incomplete() {
  echo "The database in $PGDATA is incomplete. Restore a backup, or, when it was never in use, delete its volume:" \
    "docker compose down, then docker volume rm plumbline_postgres-data." >&2
  exit 1
}

if [ ! -s "$PGDATA/global/pg_control" ]; then
  [ -z "$(ls -A "$PGDATA" 2>/dev/null)" ] || incomplete
  # Made beside its place, so that an interruption leaves nothing that looks like a database. The superuser has no
  # password: only programs in this container reach it, through the local socket.
  rm -rf "$PGDATA.new"
  mkdir -p "$PGDATA.new"
  initdb --pgdata "$PGDATA.new" --username postgres --encoding UTF8 --auth-local trust --auth-host scram-sha-256
  rm -rf "$PGDATA"
  mv "$PGDATA.new" "$PGDATA"
fi
network='host all all all scram-sha-256'
grep -qx "$network" "$PGDATA/pg_hba.conf" || echo "$network" >>"$PGDATA/pg_hba.conf"

# Not reachable for the services until their roles are as they should be.
pg_ctl start --silent --wait --timeout 3600 --options "-c listen_addresses=''"
psql --no-psqlrc --quiet --username postgres --dbname postgres --command 'SELECT' >/dev/null || incomplete
for service in auth predict; do
  export service
  psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres <<'SQL'
\getenv service service
\set password `cat "/etc/plumbline/${service}_database_password"`
SELECT format('CREATE ROLE %I LOGIN', :'service')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'service') \gexec
ALTER ROLE :"service" LOGIN PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'service', :'service')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'service') \gexec
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
done
pg_ctl stop --silent --mode fast --wait

exec postgres -c "listen_addresses=*"
