import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SECRETS, writeAlertmanagerConfig } from './alertmanager-config.mjs';
import { root } from './workspace.mjs';

const USAGE = `npm run alertmanager -- [options]
Writes alertmanager.yml into a folder, with the notifications whose secrets are files in it:
  client_secret   retraining: predict's POST /alerts, by a machine client with the scope retrain
  smtp_password   e-mail; needs --email-to, --email-from and --smarthost HOST:PORT
  slack_url       Slack's incoming webhook; needs --slack-channel
Options:
  --folder PATH        secrets/alertmanager by default, which docker compose mounts
  --native             for npm run stack instead: paths and addresses of this machine
  --client-id ID       alertmanager by default
`;

const COMPOSE = { services: { auth: 'http://auth:8001', predict: 'http://predict:8002' } };

try {
  const { values } = parseArgs({ options: optionTypes() });
  if (values.help) process.stdout.write(USAGE);
  else write(values);
} catch (error) {
  process.stderr.write(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

function optionTypes() {
  const texts = ['folder', 'client-id', 'email-to', 'email-from', 'smarthost', 'slack-channel'];
  const flags = ['native', 'help'];
  return Object.fromEntries([
    ...texts.map((name) => [name, { type: 'string' }]),
    ...flags.map((name) => [name, { type: 'boolean' }]),
  ]);
}

function write(values) {
  const folder = resolve(root, values.folder ?? 'secrets/alertmanager');
  const { 'email-to': to, 'email-from': from, smarthost, 'slack-channel': channel } = values;
  const on = writeAlertmanagerConfig({
    folder,
    ...(values.native ? native() : { ...COMPOSE, mountedAt: '/etc/alertmanager' }),
    clientId: values['client-id'],
    email: to && from && smarthost ? { to, from, smarthost } : undefined,
    slack: channel ? { channel } : undefined,
  });
  const off = Object.keys(SECRETS).filter((kind) => !on.includes(kind));
  process.stdout.write(`${join(folder, 'alertmanager.yml')} is written.\n`);
  process.stdout.write(`On: ${on.join(', ') || 'nothing'}. Off: ${off.join(', ') || 'nothing'}.\n`);
}

function native() {
  const { AUTH_PORT = '8001', PREDICT_PORT = '8002' } = process.env;
  return { services: { auth: `http://127.0.0.1:${AUTH_PORT}`, predict: `http://127.0.0.1:${PREDICT_PORT}` } };
}
