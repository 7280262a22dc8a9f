import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentSchema as auth } from '../apps/auth/src/config/config.js';
import { environmentSchema as predict, readConfig } from '../apps/predict/src/config/config.js';
import { root, yaml } from '../monitoring/test/files.js';
import { files, machineWatchers, oneShots, type Service, services } from './compose.js';

const HOST_PORTS = ['3000', '8001', '8002', '9090', '9091', '9093'];
const SECRET_NAME = /PASSWORD|SECRET|TOKEN|PRIVATE|_KEY$|DATABASE_URL/;
const document = (path: string) => readFileSync(join(root, path), 'utf8');
/** Newer than what many machines have: Docker 25. */
const NEEDS_NEW_ENGINE = /start_interval/;
const NUMERIC_USER = /^[1-9]\d*:\d+$/;

const namesOf = (networks: Service['networks'] = []) =>
  Symbol.iterator in networks ? networks : Object.keys(networks);

describe('compose files', () => {
  test('make one project with one network', () => {
    const [services, monitoring] = Object.values(files);
    expect(services?.name).toBe(monitoring?.name);
    expect(services?.networks).toEqual(monitoring?.networks);
  });

  test('hold auth, predict and postgres, and what watches them, each with what prepares it', () => {
    expect(Object.values(files).map((file) => Object.keys(file.services))).toEqual([
      ['setup', 'postgres', 'auth', 'predict'],
      [
        ...['monitoring-setup', 'prometheus', 'alertmanager', 'grafana', 'blackbox', 'pushgateway'],
        ...['node-exporter', 'cadvisor'],
      ],
    ]);
  });

  test('use the versions that docs/deployment.md lists', () => {
    const rows = [...document('docs/deployment.md').matchAll(/^\| `([\w./-]+)`[^|]*\| `(v?\d+\.[^`]+)`/gm)];
    const listed = rows.map(([, image, version]) => `${image}:${version}`);
    const pulled = [...services, ...machineWatchers]
      .filter(({ service }) => service.build === undefined)
      .map(({ service }) => service.image);
    const [node = ''] = /node:[\w.-]+/.exec(document('Dockerfile')) ?? [];
    expect(listed.sort()).toEqual([...new Set([node, ...pulled])].sort());
  });

  test('name the images that they build by the version of the product', () => {
    const { version } = JSON.parse(document('package.json')) as { version: string };
    const built = services.filter(({ service }) => service.build !== undefined);
    expect(built.map(({ service }) => service.image)).toEqual([
      `plumbline-auth:${version}`,
      `plumbline-predict:${version}`,
    ]);
  });

  test('ask for no option of newer engines', () => {
    expect(Object.keys(files).filter((path) => NEEDS_NEW_ENGINE.test(document(path)))).toEqual([]);
  });

  test('publish ports to this machine only', () => {
    const published = services.flatMap(({ service }) => service.ports ?? []);
    expect(published.map((port) => port.split(':')[1]).sort()).toEqual(HOST_PORTS);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

test.each(machineWatchers)(
  '$name sees the machine, but changes nothing of it and publishes nothing',
  ({ service }) => {
    expect([service.read_only, service.privileged, service.ports]).toEqual([true, undefined, undefined]);
    expect(service.cap_drop).toEqual(['ALL']);
    expect((service.volumes ?? []).filter((volume) => !/:ro(,rslave)?$/.test(volume))).toEqual([]);
  },
);

const oneShotOf = (file: (typeof services)[number]['file']) =>
  oneShots.find((oneShot) => oneShot.file === file)?.name ?? '';

describe.each(services)('compose service $name', ({ name, service, file }) => {
  test('runs an image of a fixed version', () => {
    expect(service.image).toMatch(/^[\w./-]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  test('runs without root, without capabilities, on a read-only file system', () => {
    expect(service.user).toMatch(NUMERIC_USER);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.cap_add ?? []).toEqual([]);
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.read_only).toBe(true);
    expect(service.privileged ?? false).toBe(false);
  });

  // A limit of processors above what the machine has is refused by the engine.
  test('is limited in memory, processes and log size, and in nothing that depends on the machine', () => {
    expect(service.deploy?.resources?.limits).toEqual({
      memory: expect.stringMatching(/^\d+[MG]$/),
      pids: expect.any(Number),
    });
    expect(service.logging?.options).toEqual({
      'max-size': expect.any(String),
      'max-file': expect.any(String),
    });
  });

  test('is restarted, has an init process, and joins the one network', () => {
    expect(service.restart).toBe('unless-stopped');
    expect(service.init).toBe(true);
    expect(namesOf(service.networks)).toEqual(['plumbline']);
    expect(service.network_mode).toBeUndefined();
  });

  test('checks its health with what the image has, without a shell or curl', () => {
    const [form, program] = service.healthcheck?.test ?? [];
    expect(form).toBe('CMD');
    expect(['node', 'wget', 'pg_isready']).toContain(program);
  });

  test('checks its health within bounds', () => {
    const { interval, timeout, start_period, retries } = service.healthcheck ?? {};
    for (const duration of [interval, timeout, start_period]) expect(duration).toMatch(/^\d+s$/);
    expect(retries).toBeGreaterThan(1);
  });

  test('takes secrets as files of a volume of its own, never in clear', () => {
    const environment = Object.entries(service.environment ?? {});
    const secret = environment.filter(([key]) => SECRET_NAME.test(key));
    expect(secret.filter(([key]) => !key.endsWith('_FILE') && !key.endsWith('_DISABLED'))).toEqual([]);
    expect(
      secret.filter(([key, path]) => key.endsWith('_FILE') && !path?.startsWith('/etc/plumbline/')),
    ).toEqual([]);
  });

  test('mounts declared volumes only, and reads but does not write what the setup prepared for it alone', () => {
    const mounts = (service.volumes ?? []).map((mount) => mount.split(':'));
    expect(mounts.filter(([source = '']) => !(source in file.volumes))).toEqual([]);
    const prepared = mounts.filter(([source]) => source?.endsWith('-config'));
    expect(prepared.filter(([source, , mode]) => source !== `${name}-config` || mode !== 'ro')).toEqual([]);
    if (prepared.length > 0) {
      expect(service.depends_on).toMatchObject({
        [oneShotOf(file)]: { condition: 'service_completed_successfully' },
      });
    }
  });

  test('has a health check in every dependency that waits for one', () => {
    const waits = Object.entries(service.depends_on ?? {}).filter(
      ([, { condition }]) => condition === 'service_healthy',
    );
    expect(waits.filter(([other]) => !file.services[other]?.healthcheck)).toEqual([]);
    expect(Object.keys(service.depends_on ?? {})).not.toContain(name);
  });
});

describe.each(oneShots)('compose service $name', ({ service, file }) => {
  test('runs once, without a network, as a root that can only read more than others', () => {
    expect(service).toMatchObject({
      user: '0:0',
      network_mode: 'none',
      read_only: true,
      cap_drop: ['ALL'],
      cap_add: ['DAC_READ_SEARCH'],
      security_opt: ['no-new-privileges:true'],
      deploy: { resources: { limits: { memory: expect.any(String), pids: expect.any(Number) } } },
    });
    expect([service.restart, service.privileged, service.ports]).toEqual([undefined, undefined, undefined]);
  });

  test('runs what the Dockerfile builds on', () => {
    expect(document('Dockerfile')).toContain(`ARG NODE_IMAGE=${service.image}\n`);
  });

  test('reads folders of the repository and writes the volume of each service that has one', () => {
    const mounts = (service.volumes ?? []).map((mount) => mount.split(':'));
    const folders = mounts.filter(([source]) => source?.startsWith('./'));
    expect(
      folders.filter(([source = '', , mode]) => mode !== 'ro' || !existsSync(join(root, source))),
    ).toEqual([]);
    const written = mounts.filter(([source]) => !source?.startsWith('./'));
    const prepared = Object.keys(file.volumes).filter((volume) => volume.endsWith('-config'));
    expect(written).toEqual(prepared.map((volume) => [volume, `/volumes/${volume.replace('-config', '')}`]));
  });
});

describe.each([
  ['auth', auth.shape],
  ['predict', predict.shape],
])('compose environment of %s', (name, shape) => {
  const environment = files['docker-compose.yml'].services[name]?.environment ?? {};

  test('names only settings of the service', () => {
    const keys = Object.keys(environment).map((key) => key.replace(/_FILE$/, ''));
    expect(keys.filter((key) => !(key in shape))).toEqual([]);
  });

  test('has a database of its own to connect to', () => {
    expect(environment['DATABASE_URL_FILE']).toBe(`/etc/plumbline/${name}_database_url`);
  });
});

describe('addresses of containers', () => {
  const NETWORK = '${PLUMBLINE_NETWORK:-172.30.30}';
  const { services: parts, networks } = files['docker-compose.yml'];

  test('predict has its own, which auth believes, with those that the environment of docker compose lists', () => {
    expect(parts['predict']?.networks).toEqual({ plumbline: { ipv4_address: `${NETWORK}.10` } });
    const trusted = parts['auth']?.environment?.['AUTH_TRUSTED_PROXIES'];
    expect(trusted).toBe(`${NETWORK}.10,\${AUTH_TRUSTED_PROXIES:-}`);
    expect(auth.shape.AUTH_TRUSTED_PROXIES.parse('172.30.30.10,')).toEqual(['172.30.30.10']);
    expect(parts['predict']?.environment).toHaveProperty('PREDICT_TRUSTED_PROXIES', null);
  });

  test('all others are of the upper half, so that no container that starts earlier gets it', () => {
    const config = { subnet: `${NETWORK}.0/24`, ip_range: `${NETWORK}.128/25`, gateway: `${NETWORK}.1` };
    expect(networks['plumbline']).toEqual({ ipam: { config: [config] } });
  });
});

describe('compose environment of retraining', () => {
  const given = Object.entries(files['docker-compose.yml'].services['predict']?.environment ?? {});
  const retraining = (key: string) => /^(AIRFLOW|RETRAIN)_/.test(key);

  test('takes every setting from the environment of docker compose, so that nothing is retrained at first', () => {
    const passedOn = given.filter(([key, value]) => retraining(key) && value === null).map(([key]) => key);
    const inFiles = given.filter(([key]) => key.endsWith('_FILE')).map(([key]) => key.replace(/_FILE$/, ''));
    const settings = Object.keys(predict.shape).filter(retraining);
    expect(passedOn.sort()).toEqual(settings.filter((key) => !inFiles.includes(key)).sort());
    expect(inFiles).toContain('AIRFLOW_PASSWORD');
  });

  test('leaves predict without an Airflow when only the password is there', () => {
    expect(readConfig({ AIRFLOW_PASSWORD: 'made by the service setup' }).retraining.airflow).toBe(undefined);
  });
});

describe('links of messages', () => {
  const { prometheus, alertmanager, grafana } = files['docker-compose.monitoring.yml'].services;

  test('lead to the published ports unless told another address', () => {
    const external = [prometheus, alertmanager].map((service) =>
      service?.command?.find((option) => option.startsWith('--web.external-url=')),
    );
    expect([...external, grafana?.environment?.['GF_SERVER_ROOT_URL']]).toEqual([
      '--web.external-url=${PROMETHEUS_PUBLIC_URL:-http://localhost:9090}',
      '--web.external-url=${ALERTMANAGER_PUBLIC_URL:-http://localhost:9093}',
      '${GRAFANA_PUBLIC_URL:-http://localhost:3000}',
    ]);
  });

  test('leave Prometheus and Alertmanager where probes, scrapes and alerts find them', () => {
    for (const service of [prometheus, alertmanager]) {
      expect(service?.command).toContain('--web.route-prefix=/');
    }
  });
});

describe('scrape targets', () => {
  const inCompose = new Set(services.map(({ name }) => name));
  const config = yaml<{
    scrape_configs: {
      job_name: string;
      file_sd_configs?: { files: string[] }[];
      dns_sd_configs?: { names: string[] }[];
    }[];
  }>('monitoring/prometheus/prometheus.yml');
  const targets = config.scrape_configs.flatMap(({ job_name, file_sd_configs = [] }) =>
    file_sd_configs.flatMap(({ files: paths }) =>
      paths.flatMap((path) =>
        yaml<{ targets: string[]; labels?: Record<string, string> }[]>(`monitoring/prometheus/${path}`).map(
          (group) => ({ job: job_name, ...group }),
        ),
      ),
    ),
  );

  test('are services of the compose files', () => {
    const hosts = targets.flatMap(({ targets: addresses, labels }) =>
      [...addresses, ...(labels?.['__exporter__'] ? [labels['__exporter__']] : [])].map(
        (address) => new URL(address.includes('://') ? address : `http://${address}`).hostname,
      ),
    );
    expect(hosts.filter((host) => !inCompose.has(host))).toEqual([]);
  });

  test('are found by name where they run only if asked for', () => {
    const names = config.scrape_configs.flatMap(({ dns_sd_configs = [] }) =>
      dns_sd_configs.flatMap((found) => found.names),
    );
    expect(names.sort()).toEqual(machineWatchers.map(({ name }) => name).sort());
  });

  test('cover every service but the database and Grafana', () => {
    const hosts = new Set(
      targets.flatMap(({ targets: addresses }) => addresses.map((address) => address.split(':')[0])),
    );
    expect([...inCompose].filter((name) => !hosts.has(name))).toEqual(['postgres', 'grafana']);
  });
});
