import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../monitoring/test/files.js';

const SERVICES = ['postgres', 'auth', 'predict', 'prometheus', 'alertmanager', 'grafana', 'blackbox'];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-setup-'));
  for (const service of SERVICES) mkdirSync(join(folder, 'volumes', service), { recursive: true });
  mkdirSync(join(folder, 'secrets'));
  execFileSync('cp', ['-r', join(root, 'monitoring'), folder]);
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the setup without node_modules in reach, as in its container. */
function setUp(settings: Readonly<Record<string, string>> = {}): void {
  const script = join(folder, 'setup');
  execFileSync('cp', ['-r', join(root, 'scripts/compose'), script]);
  const options = ['volumes', 'secrets', 'monitoring'].map((name) => `--${name}=${join(folder, name)}`);
  execFileSync(
    'sh',
    ['-c', 'umask 077; exec "$@"', 'sh', process.execPath, `${script}/setup.mjs`, ...options],
    { env: { PATH: process.env['PATH'], ...settings } },
  );
}

const content = (...path: string[]) => readFileSync(join(folder, 'volumes', ...path), 'utf8');

function give(name: string, text: string): void {
  writeFileSync(join(folder, 'secrets', name), text);
}

describe('the setup of the compose files', () => {
  test('lets every user read what it prepares, whatever the umask and the modes of the checkout are', () => {
    execFileSync('chmod', ['-R', 'go=', join(folder, 'monitoring')]);
    for (const service of SERVICES) chmodSync(join(folder, 'volumes', service), 0o755);
    setUp();
    const entries = readdirSync(join(folder, 'volumes'), { recursive: true, withFileTypes: true });
    expect(entries.length).toBeGreaterThan(20);
    const modes = entries.map((entry) => {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
      return entry.isDirectory() ? mode === 0o755 || entry.parentPath === folder : mode === 0o444;
    });
    expect(modes.filter((right) => !right)).toEqual([]);
  });

  test('makes random secrets once', () => {
    setUp();
    const secrets = () => [
      content('auth', 'auth_admin_password'),
      content('auth', 'auth_key_encryption_key'),
      content('auth', 'auth_database_url'),
      content('predict', 'predict_database_url'),
      content('grafana', 'grafana_admin_password'),
    ];
    const first = secrets();
    expect(new Set(first).size).toBe(first.length);
    setUp();
    expect(secrets()).toEqual(first);
  });

  test('gives postgres and the service the same password, also when the volume of one was lost', () => {
    setUp();
    rmSync(join(folder, 'volumes/postgres/auth_database_password'));
    setUp();
    const password = content('postgres', 'auth_database_password');
    expect(content('auth', 'auth_database_url')).toBe(`postgres://auth:${password}@postgres:5432/auth`);
  });

  test('takes what the operator put into secrets/ instead', () => {
    give('auth_admin_password', 'chosen by the operator');
    give('predict_database_password', 'chosen/too');
    give('predict_database_url', 'postgres://elsewhere/predict');
    setUp();
    expect(content('auth', 'auth_admin_password')).toBe('chosen by the operator');
    expect(content('postgres', 'predict_database_password')).toBe('chosen/too');
    expect(content('predict', 'predict_database_url')).toBe('postgres://elsewhere/predict');
  });

  test('takes a secret without the newline that an editor or echo ends it with', () => {
    give('auth_database_password', 'chosen\n');
    give('auth_admin_password', 'chosen too\r\n');
    give('grafana_admin_password', '\n');
    setUp();
    expect(content('postgres', 'auth_database_password')).toBe('chosen');
    expect(content('auth', 'auth_database_url')).toBe('postgres://auth:chosen@postgres:5432/auth');
    expect(content('auth', 'auth_admin_password')).toBe('chosen too');
    expect(content('grafana', 'grafana_admin_password')).toMatch(/^\S{32}$/);
  });

  test('hands over the configuration of Alertmanager that the operator made, with its secrets', () => {
    setUp();
    const without = content('alertmanager', 'alertmanager.yml');
    expect(without).toBe(readFileSync(join(root, 'monitoring/alertmanager/alertmanager.yml'), 'utf8'));
    mkdirSync(join(folder, 'secrets/alertmanager'));
    give('alertmanager/alertmanager.yml', 'receivers: []\n');
    give('alertmanager/client_secret', 'secret');
    setUp();
    expect(content('alertmanager', 'alertmanager.yml')).toBe('receivers: []\n');
    expect(content('alertmanager', 'client_secret')).toBe('secret');
    rmSync(join(folder, 'secrets/alertmanager'), { recursive: true });
    setUp();
    expect(content('alertmanager', 'alertmanager.yml')).toBe(without);
    expect(existsSync(join(folder, 'volumes/alertmanager/client_secret'))).toBe(false);
  });

  test('puts the addresses of the installation into the links of the dashboards', () => {
    const board = () =>
      JSON.parse(content('grafana', 'dashboards/retraining.json')) as {
        links: { title: string }[];
        templating: { list: { name: string; query: unknown }[] };
      };
    const titles = () => board().links.map(({ title }) => title);
    setUp();
    expect(titles()).toEqual(['Plumbline', 'Console', 'Airflow']);
    setUp({
      PLUMBLINE_PUBLIC_URL: 'https://models.example.org/',
      REPOSITORY_PUBLIC_URL: 'https://example.org',
    });
    expect(titles()).toEqual(['Plumbline', 'Console', 'Airflow', 'Runbooks']);
    const { list } = board().templating;
    expect(list.filter(({ name }) => name.endsWith('_url')).map(({ query }) => query)).toEqual([
      'https://models.example.org',
      'http://localhost:8080',
      'https://example.org/docs/runbooks',
    ]);
  });

  test('hands over the secrets of Prometheus beside its configuration', () => {
    mkdirSync(join(folder, 'secrets/prometheus'));
    give('prometheus/client_secret', 'secret');
    setUp();
    expect(content('prometheus', 'client_secret')).toBe('secret');
    expect(content('prometheus', 'prometheus.yml')).toContain('scrape_configs');
  });

  test('follows changes of the configuration, removed files included', () => {
    setUp();
    writeFileSync(join(folder, 'monitoring/prometheus/rules/own.yml'), 'groups: []\n');
    rmSync(join(folder, 'monitoring/prometheus/rules/fleet.yml'));
    setUp();
    const rules = readdirSync(join(folder, 'volumes/prometheus/rules'));
    expect([rules.includes('own.yml'), rules.includes('fleet.yml')]).toEqual([true, false]);
  });

  test('prepares only what it has a volume for', () => {
    for (const service of SERVICES.slice(0, 3)) rmSync(join(folder, 'volumes', service), { recursive: true });
    setUp();
    expect(readdirSync(join(folder, 'volumes')).sort()).toEqual(SERVICES.slice(3).sort());
  });
});
