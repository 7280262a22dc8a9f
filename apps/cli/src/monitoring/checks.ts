import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECRETS, writeAlertmanagerConfig } from '../alertmanager/index.js';
import { root } from '../installation/index.js';
import { capture, findProgram } from '../processes/index.js';
import { PARTS } from './parts.js';

type CommandLine = readonly [command: string, ...args: string[]];

/** The compose specification's own loader, for machines without Docker's compose plugin. */
const COMPOSE_LOADER = 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2';
const SERVICES = 'docker-compose.yml';
const MONITORING = 'docker-compose.monitoring.yml';
const ALERTMANAGER = 'monitoring/alertmanager/alertmanager.yml';

/** The receivers of an alert with these labels. */
const ROUTES = [
  ['retrain,critical', 'alertname=ModelF1Drop', 'model=rent', 'severity=critical'],
  ['retrain,critical', 'alertname=ModelErrorRise', 'model=rent', 'severity=critical'],
  ['retrain,warning', 'alertname=OfYourOwn', 'model=rent', 'severity=warning', 'action=retrain'],
  ['critical', 'alertname=ServiceDown', 'service=auth', 'severity=critical'],
  ['warning', 'alertname=DataDrift', 'model=rent', 'severity=warning'],
  ['nobody', 'alertname=FeatureDrift', 'model=rent', 'severity=info'],
  ['nobody', 'alertname=RetrainingRunning', 'model=rent', 'severity=info'],
  ['retrain', 'alertname=Watchdog', 'severity=none'],
  ['critical', 'alertname=AlertsNotArriving', 'job=prediction_service', 'severity=critical'],
];

/** The commands that check the configuration. `remove` deletes the files they need. */
export async function monitoringChecks(): Promise<{ checks: readonly CommandLine[]; remove: () => void }> {
  const scratch = mkdtempSync(join(tmpdir(), 'plumbline-alertmanager-'));
  const checks = [
    ...prometheusChecks(),
    ...alertmanagerChecks(scratch),
    dashboardCheck(),
    ...(await composeChecks()),
    ...shellChecks(),
  ];
  return { checks, remove: () => rmSync(scratch, { recursive: true }) };
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder)).map((name) => join(folder, name));
}

function prometheusChecks(): CommandLine[] {
  const folder = 'monitoring/prometheus';
  const blackbox = findProgram(PARTS.blackbox.programs) ?? 'blackbox_exporter';
  return [
    ['promtool', 'check', 'config', `${folder}/prometheus.yml`],
    ['promtool', 'check', 'rules', '--lint=all', '--lint-fatal', ...filesIn(`${folder}/rules`)],
    ['promtool', 'test', 'rules', ...filesIn(`${folder}/tests`)],
    ...filesIn(`${folder}/examples`).map((file): CommandLine => [
      'promtool',
      'check',
      'config',
      '--syntax-only',
      file,
    ]),
    [blackbox, '--config.check', '--config.file=monitoring/blackbox/blackbox.yml'],
  ];
}

function alertmanagerChecks(scratch: string): CommandLine[] {
  const files = [ALERTMANAGER, everythingOn(scratch), withoutSignIn(join(scratch, 'without-sign-in'))];
  return [
    ...files.map((file): CommandLine => ['amtool', 'check-config', file]),
    ...ROUTES.map(([receivers, ...labels]): CommandLine => {
      const options = [`--config.file=${ALERTMANAGER}`, `--verify.receivers=${receivers}`];
      return ['amtool', 'config', 'routes', 'test', ...options, ...labels];
    }),
  ];
}

/** Grafana's schema, as its Foundation SDK has it in Go. */
function dashboardCheck(): CommandLine {
  const files = filesIn('monitoring/grafana/dashboards').map((file) => join(root, file));
  return ['go', '-C', 'monitoring/grafana/validate', 'run', '.', ...files];
}

const SAMPLE_SERVICES = { auth: 'http://127.0.0.1:8001', predict: 'http://127.0.0.1:8002' };
const SAMPLE_EMAIL = { to: 'ops@example.org', from: 'plumbline@example.org' };

/** A configuration with every kind of notification. */
function everythingOn(folder: string): string {
  for (const name of Object.values(SECRETS)) writeFileSync(join(folder, name), 'https://example.org/secret');
  writeAlertmanagerConfig({
    folder,
    services: SAMPLE_SERVICES,
    email: { ...SAMPLE_EMAIL, smarthost: 'smtp.example.org:587' },
    slack: { channel: '#models' },
    links: { grafana: 'http://localhost:3000', repository: 'https://example.org/plumbline' },
  });
  return join(folder, 'alertmanager.yml');
}

/** A configuration for a mail relay that asks for neither a password nor TLS. */
function withoutSignIn(folder: string): string {
  writeAlertmanagerConfig({
    folder,
    services: SAMPLE_SERVICES,
    email: { ...SAMPLE_EMAIL, smarthost: 'relay:25', auth: false, tls: 'none' },
    links: { repository: null },
  });
  return join(folder, 'alertmanager.yml');
}

/** Reads compose files as `docker compose up` would: by Docker's plugin, or by its loader run by Go. */
async function composeChecks(): Promise<CommandLine[]> {
  const plugin = await capture('docker', ['compose', 'version']).catch(() => ({ code: 1 }));
  return [[SERVICES], [MONITORING], [SERVICES, MONITORING]].map((files) =>
    plugin.code === 0
      ? ['docker', 'compose', ...files.flatMap((file) => ['-f', file]), 'config', '--quiet']
      : ['go', 'run', COMPOSE_LOADER, ...files],
  );
}

function shellChecks(): CommandLine[] {
  const bash = ['install-packages', 'engine/engine', 'engine/packages', 'engine/images'];
  return [
    ['sh', '-n', 'scripts/compose/postgres-start.sh'],
    ...bash.map((name): CommandLine => ['bash', '-n', `scripts/${name}.sh`]),
  ];
}
