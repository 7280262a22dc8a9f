import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECRETS, writeAlertmanagerConfig } from './alertmanager-config.mjs';
import { findProgram } from './programs.mjs';
import { root } from './workspace.mjs';

/** The compose specification's own loader, for machines without Docker's compose plugin. */
const COMPOSE_LOADER = 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2';
const SERVICES = 'docker-compose.yml';
const MONITORING = 'docker-compose.monitoring.yml';

const scratch = mkdtempSync(join(tmpdir(), 'plumbline-alertmanager-'));

/** Who is told: receivers, then the labels of an alert. */
const ROUTES = [
  ['retrain,critical', 'alertname=ModelF1Drop', 'model=rent', 'severity=critical'],
  ['retrain,warning', 'alertname=OfYourOwn', 'model=rent', 'severity=warning', 'action=retrain'],
  ['critical', 'alertname=ServiceDown', 'service=auth', 'severity=critical'],
  ['warning', 'alertname=DataDrift', 'model=rent', 'severity=warning'],
  ['nobody', 'alertname=FeatureDrift', 'model=rent', 'severity=info'],
  ['nobody', 'alertname=RetrainingRunning', 'model=rent', 'severity=info'],
  ['retrain', 'alertname=Watchdog', 'severity=none'],
  ['critical', 'alertname=AlertsNotArriving', 'job=predict_service', 'severity=critical'],
];

const inFolder = (folder) => readdirSync(join(root, folder)).map((name) => join(folder, name));

const checks = [
  ['promtool', 'check', 'config', 'monitoring/prometheus/prometheus.yml'],
  ['promtool', 'check', 'rules', '--lint=all', '--lint-fatal', ...inFolder('monitoring/prometheus/rules')],
  ['promtool', 'test', 'rules', ...inFolder('monitoring/prometheus/tests')],
  ...inFolder('monitoring/prometheus/examples').map((file) => [
    'promtool',
    'check',
    'config',
    '--syntax-only',
    file,
  ]),
  ['amtool', 'check-config', 'monitoring/alertmanager/alertmanager.yml'],
  ['amtool', 'check-config', everythingOn()],
  ['amtool', 'check-config', withoutSignIn()],
  ...ROUTES.map(([receivers, ...labels]) => [
    'amtool',
    'config',
    'routes',
    'test',
    '--config.file=monitoring/alertmanager/alertmanager.yml',
    `--verify.receivers=${receivers}`,
    ...labels,
  ]),
  [
    findProgram(['prometheus-blackbox-exporter', 'blackbox_exporter']) ?? 'blackbox_exporter',
    '--config.check',
    '--config.file=monitoring/blackbox/blackbox.yml',
  ],
  ...[[SERVICES], [MONITORING], [SERVICES, MONITORING]].map(loadCompose),
  ['sh', '-n', 'scripts/compose/postgres-start.sh'],
  ...['engine', 'packages', 'images'].map((name) => ['bash', '-n', `scripts/engine/${name}.sh`]),
  ['bash', '-n', 'scripts/install-packages.sh'],
];

/** The configuration with every kind of notification. */
function everythingOn() {
  const folder = scratch;
  for (const name of Object.values(SECRETS)) writeFileSync(join(folder, name), 'https://example.org/secret');
  writeAlertmanagerConfig({
    folder,
    services: { auth: 'http://127.0.0.1:8001', predict: 'http://127.0.0.1:8002' },
    email: { to: 'ops@example.org', from: 'plumbline@example.org', smarthost: 'smtp.example.org:587' },
    slack: { channel: '#models' },
    links: { grafana: 'http://localhost:3000', repository: 'https://example.org/plumbline' },
  });
  return join(folder, 'alertmanager.yml');
}

/** The configuration for a mail relay that asks for neither a password nor TLS. */
function withoutSignIn() {
  const folder = join(scratch, 'without-sign-in');
  writeAlertmanagerConfig({
    folder,
    services: { auth: 'http://127.0.0.1:8001', predict: 'http://127.0.0.1:8002' },
    email: {
      to: 'ops@example.org',
      from: 'plumbline@example.org',
      smarthost: 'relay:25',
      auth: false,
      tls: 'none',
    },
    links: { repository: null },
  });
  return join(folder, 'alertmanager.yml');
}

/** The command that reads compose files as `docker compose up` would: Docker's plugin, or its loader run by Go. */
function loadCompose(files) {
  if (spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0) {
    return ['docker', 'compose', ...files.flatMap((file) => ['-f', file]), 'config', '--quiet'];
  }
  return ['go', 'run', COMPOSE_LOADER, ...files];
}

let failed = 0;
process.on('exit', () => rmSync(scratch, { recursive: true }));
for (const [command, ...args] of checks) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  const passed = status === 0;
  process.stdout.write(`${passed ? 'ok  ' : 'FAIL'} ${[command, ...args].join(' ')}\n`);
  if (passed) continue;
  failed += 1;
  process.stdout.write(
    error?.code === 'ENOENT'
      ? `${command} is missing; ${command === 'go' ? "install Go or Docker's compose plugin" : 'scripts/install-packages.sh installs it'}\n`
      : `${stdout}${stderr}`,
  );
}
process.stdout.write(`monitoring: ${checks.length - failed} checks passed, ${failed} failed\n`);
process.exit(failed > 0 ? 1 : 0);
