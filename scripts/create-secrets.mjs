import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeAlertmanagerConfig } from './alertmanager-config.mjs';
import { root } from './workspace.mjs';

/** Containers run as other users and read the files as they are mounted; the folder keeps other users of the host out. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o444;

const { values } = parseArgs({ options: { folder: { type: 'string', default: 'secrets' } } });
const folder = resolve(root, values.folder);
mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
chmodSync(folder, FOLDER_MODE);

const password = () => randomBytes(24).toString('base64url');
const created = [
  keep('postgres_password', password),
  keep('auth_database_password', password),
  keep('predict_database_password', password),
  keep('auth_database_url', () => databaseUrl('auth')),
  keep('predict_database_url', () => databaseUrl('predict')),
  keep('auth_admin_password', password),
  keep('auth_key_encryption_key', () => randomBytes(32).toString('base64')),
  keep('grafana_admin_password', password),
  keep('airflow_password', password),
].filter(Boolean);

if (!existsSync(join(folder, 'alertmanager/alertmanager.yml'))) {
  const services = { auth: 'http://auth:8001', predict: 'http://predict:8002' };
  writeAlertmanagerConfig({ folder: join(folder, 'alertmanager'), mountedAt: '/etc/alertmanager', services });
  created.push('alertmanager/alertmanager.yml');
}

process.stdout.write(
  created.length > 0
    ? `Written to ${folder}: ${created.join(', ')}\n`
    : `Nothing to do: every secret is in ${folder}\n`,
);

/** Writes the secret unless it is there; returns its name when it was written. */
function keep(name, make) {
  const file = join(folder, name);
  if (existsSync(file)) return undefined;
  writeFileSync(file, make(), { mode: FILE_MODE, flag: 'wx' });
  chmodSync(file, FILE_MODE);
  return name;
}

function databaseUrl(service) {
  const secret = readFileSync(join(folder, `${service}_database_password`), 'utf8');
  return `postgres://${service}:${secret}@postgres:5432/${service}`;
}
