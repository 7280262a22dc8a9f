import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SECRETS, writeAlertmanagerConfig } from './alertmanager-config.mjs';
import { root } from './workspace.mjs';

const USAGE = `npm run alertmanager -- [options]
Writes alertmanager.yml into a folder, with the notifications whose secrets are files in it:
  client_secret   retraining: predict's POST /alerts, by a machine client with the scope retrain
  smtp_password   e-mail; needs --email-to, --email-from and --smarthost HOST:PORT
  slack_url       Slack's incoming webhook; needs --slack-channel
  smtp_ca.pem     the certificate of the authority that signed the mail relay's, where the system does not know it
Options:
  --folder PATH          secrets/alertmanager by default, which docker compose mounts
  --native               for npm run stack instead: paths and addresses of this machine
  --client-id ID         alertmanager by default
  --smtp-user NAME       who signs in at the mail relay, with smtp_password; the sender by default
  --smtp-no-auth         nobody signs in at the mail relay, which needs no smtp_password
  --smtp-tls starttls|none  starttls by default; port 465 is TLS from the start in either case
  --grafana-url URL      where people reach Grafana; GRAFANA_PUBLIC_URL by default, http://localhost:3000 in compose
  --repository-url URL   below it people read this repository's files, such as docs/runbooks/ModelF1Drop.md;
                         REPOSITORY_PUBLIC_URL by default; e-mail and Slack need it
  --no-runbook-links     instead: messages name runbooks by their path in the repository
`;

const COMPOSE = {
  services: { auth: 'http://auth:8001', predict: 'http://predict:8002' },
  grafana: 'http://localhost:3000',
};
const TLS = ['starttls', 'none'];

try {
  const { values } = parseArgs({ options: optionTypes() });
  if (values.help) process.stdout.write(USAGE);
  else write(values);
} catch (error) {
  process.stderr.write(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

function optionTypes() {
  const texts = ['folder', 'client-id', 'email-to', 'email-from', 'smarthost', 'smtp-user', 'smtp-tls'];
  const links = ['slack-channel', 'grafana-url', 'repository-url'];
  const flags = ['native', 'smtp-no-auth', 'no-runbook-links', 'help'];
  return Object.fromEntries([
    ...[...texts, ...links].map((name) => [name, { type: 'string' }]),
    ...flags.map((name) => [name, { type: 'boolean' }]),
  ]);
}

function write(values) {
  const folder = resolve(root, values.folder ?? 'secrets/alertmanager');
  const { services, grafana } = values.native ? native() : COMPOSE;
  const { 'slack-channel': channel } = values;
  const on = writeAlertmanagerConfig({
    ...{ folder, services, clientId: values['client-id'], email: emailOf(values) },
    mountedAt: values.native ? undefined : '/etc/alertmanager',
    slack: channel ? { channel } : undefined,
    links: {
      grafana: values['grafana-url'] ?? process.env.GRAFANA_PUBLIC_URL ?? grafana,
      repository: repositoryOf(values),
    },
  });
  const off = Object.keys(SECRETS).filter((kind) => !on.includes(kind));
  process.stdout.write(`${join(folder, 'alertmanager.yml')} is written.\n`);
  process.stdout.write(`On: ${on.join(', ') || 'nothing'}. Off: ${off.join(', ') || 'nothing'}.\n`);
}

/** Null where runbooks are not to be links, undefined where nothing is said. */
function repositoryOf({ 'repository-url': url, 'no-runbook-links': none }) {
  if (none && url) throw new Error('--repository-url is of no use with --no-runbook-links');
  return none ? null : url || process.env.REPOSITORY_PUBLIC_URL || undefined;
}

/** All of the mail relay, or undefined where nothing is said about it. */
function emailOf(values) {
  const { 'email-to': to, 'email-from': from, smarthost, 'smtp-user': user, 'smtp-tls': tls } = values;
  const given = [to, from, smarthost, user, tls, values['smtp-no-auth']].filter(Boolean);
  if (given.length === 0) return undefined;
  if (!to || !from || !smarthost) throw new Error('e-mail needs --email-to, --email-from and --smarthost');
  if (tls !== undefined && !TLS.includes(tls)) throw new Error(`--smtp-tls is one of ${TLS.join(', ')}`);
  return { to, from, smarthost, user, tls, auth: !values['smtp-no-auth'] };
}

function native() {
  const { AUTH_PORT = '8001', PREDICT_PORT = '8002' } = process.env;
  return { services: { auth: `http://127.0.0.1:${AUTH_PORT}`, predict: `http://127.0.0.1:${PREDICT_PORT}` } };
}
