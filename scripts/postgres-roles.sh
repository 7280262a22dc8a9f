#!/bin/sh
# Runs once, when the database server of docker-compose.yml is made: a role and a database of its own for each service,
# so that neither can read what the other keeps.
set -eu

for service in auth predict; do
  export service
  psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv service service
\set password `cat "/run/secrets/${service}_database_password"`
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
done
