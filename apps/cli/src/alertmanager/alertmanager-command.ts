import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { examples, UsageError } from '../command-line/index.js';
import { environment, root, servicePort, type ServiceUrls } from '../installation/index.js';
import { type EmailOptions, type Kind, SECRETS, writeAlertmanagerConfig } from './config.js';

const SECRET_FILES = `
Each of these files in the folder switches a kind of notification on:
  client_secret   retraining: predict's POST /alerts, by a machine client with the scope retrain
  smtp_password   e-mail; needs --email-to, --email-from and --smarthost
  slack_url       Slack's incoming webhook; needs --slack-channel
  pagerduty_key   PagerDuty, critical alerts only: the integration key of its Events API v2
  smtp_ca.pem     the certificate of the authority that signed the mail relay's, where the system does not know it
`;

/** The addresses of compose's services, as its Alertmanager and its users reach them. */
const COMPOSE = {
  services: { auth: 'http://auth:8001', predict: 'http://predict:8002' },
  mountedAt: '/etc/alertmanager',
  console: 'http://localhost:8002',
  grafana: 'http://localhost:3000',
};

interface Options {
  readonly folder: string;
  readonly native?: boolean;
  readonly clientId?: string;
  readonly emailTo?: string;
  readonly emailFrom?: string;
  readonly smarthost?: string;
  readonly smtpUser?: string;
  readonly smtpNoAuth?: boolean;
  readonly smtpTls?: string;
  readonly slackChannel?: string;
  readonly pagerdutyUrl?: string;
  readonly publicUrl?: string;
  readonly grafanaUrl?: string;
  readonly repositoryUrl?: string;
  /** False with --no-runbook-links. */
  readonly runbookLinks: boolean;
}

/** `plumbline alertmanager` */
export function alertmanagerCommand(): Command {
  return new Command('alertmanager')
    .summary('configure who is notified of alerts')
    .description(
      'Writes alertmanager.yml into a folder, with the notifications whose secrets are files in it.',
    )
    .option('--folder <path>', 'the folder, which docker compose mounts by default', 'secrets/alertmanager')
    .option('--native', 'use the paths and addresses of this machine, for npm run stack')
    .option('--client-id <id>', 'the machine client that has the scope retrain (default: "alertmanager")')
    .option('--email-to <address>', 'who receives e-mail')
    .option('--email-from <address>', 'the sender of e-mail')
    .option('--smarthost <host:port>', 'the mail relay')
    .option('--smtp-user <name>', 'who signs in at the mail relay, with smtp_password (default: the sender)')
    .option('--smtp-no-auth', 'do not sign in at the mail relay, which then needs no smtp_password')
    .addOption(
      new Option('--smtp-tls <mode>', 'port 465 is TLS from the start in either case').choices([
        'starttls',
        'none',
      ]),
    )
    .option('--slack-channel <channel>', 'the channel of Slack')
    .option('--pagerduty-url <url>', "PagerDuty's address, such as that of its region EU")
    .option(
      '--public-url <url>',
      'where people reach predict, with its console and reports (default: PLUMBLINE_PUBLIC_URL)',
    )
    .option('--grafana-url <url>', 'where people reach Grafana (default: GRAFANA_PUBLIC_URL)')
    .option(
      '--repository-url <url>',
      'the URL below which people read the files of this repository; messages to people need it (default: REPOSITORY_PUBLIC_URL)',
    )
    .option('--no-runbook-links', 'name runbooks by their path in the repository instead')
    .addHelpText('after', SECRET_FILES)
    .addHelpText(
      'after',
      examples(
        'alertmanager',
        'alertmanager --native --folder .plumbline/stack/notifications --slack-channel "#models" --no-runbook-links',
      ),
    )
    .action(write);
}

function write(options: Options): void {
  const folder = resolve(root, options.folder);
  const { services, mountedAt, console, grafana } = options.native ? native() : COMPOSE;
  const { slackChannel: channel, pagerdutyUrl: url } = options;
  const on = writeAlertmanagerConfig({
    ...{ folder, mountedAt, services, clientId: options.clientId, email: emailOf(options) },
    slack: channel ? { channel } : undefined,
    pagerduty: url ? { url } : undefined,
    links: {
      console: options.publicUrl ?? environment.PLUMBLINE_PUBLIC_URL ?? console,
      grafana: options.grafanaUrl ?? environment.GRAFANA_PUBLIC_URL ?? grafana,
      repository: repositoryOf(options),
    },
  });
  const off = (Object.keys(SECRETS) as Kind[]).filter((kind) => !on.includes(kind));
  process.stdout.write(`${join(folder, 'alertmanager.yml')} is written.\n`);
  process.stdout.write(`On: ${on.join(', ') || 'nothing'}. Off: ${off.join(', ') || 'nothing'}.\n`);
  if (off.length > 0)
    process.stdout.write('plumbline alertmanager --help names the file that switches each on.\n');
}

/** Null where runbooks are not links, undefined where nothing says what they are. */
function repositoryOf({ repositoryUrl, runbookLinks }: Options): string | null | undefined {
  if (runbookLinks) return repositoryUrl || environment.REPOSITORY_PUBLIC_URL || undefined;
  if (repositoryUrl) throw new UsageError('--repository-url has no effect with --no-runbook-links');
  return null;
}

/** Undefined where no option is about e-mail. */
function emailOf(options: Options): EmailOptions | undefined {
  const { emailTo: to, emailFrom: from, smarthost, smtpUser: user, smtpTls: tls, smtpNoAuth } = options;
  const isGiven = [to, from, smarthost, user, tls, smtpNoAuth].some(Boolean);
  if (!isGiven) return undefined;
  if (!to || !from || !smarthost)
    throw new UsageError('e-mail needs --email-to, --email-from and --smarthost');
  return { to, from, smarthost, user, tls, auth: smtpNoAuth !== true };
}

function native(): {
  services: ServiceUrls;
  console: string;
  mountedAt?: undefined;
  grafana?: undefined;
} {
  const url = (key: 'AUTH_PORT' | 'PREDICT_PORT') => `http://127.0.0.1:${servicePort(environment, key)}`;
  const services = { auth: url('AUTH_PORT'), predict: url('PREDICT_PORT') };
  return { services, console: services.predict };
}
