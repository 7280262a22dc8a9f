import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * The service `setup` of the compose files: gives each service its secrets and configuration in a volume that no other
 * service mounts. Secrets are made once; a file in `secrets/` replaces the one that was made. Needs only Node.
 */

/** Set rather than inherited, because the files belong to other users than those that read them. */
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o444;

const { values: folders } = parseArgs({
  options: {
    volumes: { type: 'string', default: '/volumes' },
    secrets: { type: 'string', default: '/secrets' },
    monitoring: { type: 'string', default: '/monitoring' },
  },
});

const password = () => randomBytes(24).toString('base64url');

const services = {
  postgres() {
    keepSecret('postgres', 'auth_database_password', password);
    keepSecret('postgres', 'predict_database_password', password);
    put(
      'postgres',
      'postgres-start.sh',
      readFileSync(fileURLToPath(new URL('postgres-start.sh', import.meta.url))),
    );
  },
  auth() {
    putDatabaseUrl('auth');
    keepSecret('auth', 'auth_admin_password', password);
    keepSecret('auth', 'auth_key_encryption_key', () => randomBytes(32).toString('base64'));
  },
  predict() {
    putDatabaseUrl('predict');
    keepSecret('predict', 'airflow_password', password);
  },
  prometheus() {
    copy([join(folders.monitoring, 'prometheus'), join(folders.secrets, 'prometheus')], volume('prometheus'));
  },
  alertmanager() {
    // Without receivers until `npm run alertmanager` writes a configuration that has some.
    copy(
      [join(folders.monitoring, 'alertmanager'), join(folders.secrets, 'alertmanager')],
      volume('alertmanager'),
    );
  },
  blackbox() {
    copy([join(folders.monitoring, 'blackbox')], volume('blackbox'));
  },
  grafana() {
    copy([join(folders.monitoring, 'grafana/provisioning')], volume('grafana', 'provisioning'));
    copy([join(folders.monitoring, 'grafana/dashboards')], volume('grafana', 'dashboards'));
    for (const name of readdirSync(volume('grafana', 'dashboards'))) {
      const file = volume('grafana', 'dashboards', name);
      write(file, withAddresses(readFileSync(file, 'utf8')));
    }
    keepSecret('grafana', 'grafana_admin_password', password);
  },
};

const present = Object.keys(services).filter((name) => existsSync(volume(name)));
for (const name of present) services[name]();
process.stdout.write(`Secrets and configuration are ready for ${present.join(', ')}.\n`);

function volume(service, ...path) {
  return join(folders.volumes, service, ...path);
}

function keepSecret(service, name, make) {
  put(service, name, given(name) ?? contentOf(volume(service, name)) ?? make());
}

function putDatabaseUrl(service) {
  const secret = contentOf(volume('postgres', `${service}_database_password`));
  const name = `${service}_database_url`;
  put(
    service,
    name,
    given(name) ?? `postgres://${service}:${encodeURIComponent(secret)}@postgres:5432/${service}`,
  );
}

/** A dashboard whose links lead to this installation. Links to an address that nobody gave a value are left out. */
function withAddresses(text) {
  const { PLUMBLINE_PUBLIC_URL, AIRFLOW_PUBLIC_URL, REPOSITORY_PUBLIC_URL } = process.env;
  const dashboard = JSON.parse(text);
  const set = (name, url) => {
    const variable = dashboard.templating.list.find((each) => each.name === name);
    if (url) variable.query = url.replace(/\/+$/, '');
  };
  set('console_url', PLUMBLINE_PUBLIC_URL);
  set('airflow_url', AIRFLOW_PUBLIC_URL);
  set('runbooks_url', REPOSITORY_PUBLIC_URL && `${REPOSITORY_PUBLIC_URL.replace(/\/+$/, '')}/docs/runbooks`);
  if (!REPOSITORY_PUBLIC_URL) {
    dashboard.links = dashboard.links.filter(({ title }) => title !== 'Runbooks');
    for (const { fieldConfig } of dashboard.panels.filter(({ title }) => title === 'Alerts now')) {
      fieldConfig.overrides = [];
    }
  }
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

/** What the operator put into `secrets/`. */
function given(name) {
  return contentOf(join(folders.secrets, name));
}

/** Without the white space around it, as the services read the files of their settings; undefined when nothing is left. */
function contentOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() || undefined : undefined;
}

function put(service, name, content) {
  write(volume(service, name), content);
}

/** Never leaves half a file behind. */
function write(file, content) {
  writeFileSync(`${file}.new`, content);
  chmodSync(`${file}.new`, FILE_MODE);
  renameSync(`${file}.new`, file);
}

/** Makes the target hold the files of the sources and no others; a later source replaces files of an earlier one. */
function copy(sources, target) {
  mkdirSync(target, { recursive: true });
  chmodSync(target, FOLDER_MODE);
  const files = new Map(
    sources
      .filter((source) => existsSync(source))
      .flatMap((source) => readdirSync(source).map((name) => [name, join(source, name)])),
  );
  for (const name of readdirSync(target)) {
    if (!files.has(name)) rmSync(join(target, name), { recursive: true });
  }
  for (const [name, source] of files) {
    if (statSync(source).isDirectory()) copy([source], join(target, name));
    else write(join(target, name), readFileSync(source));
  }
}
