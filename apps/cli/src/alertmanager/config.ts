import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { UsageError } from '../command-line/index.js';
import { root, type ServiceUrls } from '../installation/index.js';
import { consoleUrl, type LinkBases, linksTemplate } from './links.js';

/** A kind of notification. */
export type Kind = 'retrain' | 'email' | 'slack' | 'pagerduty';

/** The file in the folder of secrets that switches each kind of notification on. */
export const SECRETS: Readonly<Record<Kind, string>> = {
  retrain: 'client_secret',
  email: 'smtp_password',
  slack: 'slack_url',
  pagerduty: 'pagerduty_key',
};

/** The certificate of the authority that signed the mail relay's, in the same folder. */
const SMTP_CA = 'smtp_ca.pem';

/** Whom each kind of notification goes to. Only what is critical wakes people up. */
const RECEIVERS: Readonly<Record<Kind, readonly string[]>> = {
  retrain: ['retrain'],
  email: ['critical', 'warning'],
  slack: ['critical', 'warning'],
  pagerduty: ['critical'],
};

const SOURCE = join(root, 'monitoring/alertmanager');
const TEXTS = 'notifications.tmpl';
/** A text that depends on whether alerts lead to a retraining. */
const RETRAINING = 'retraining.tmpl';
const HEADER = '# Written by `npm run alertmanager` from monitoring/alertmanager/alertmanager.yml.\n';

/** How messages reach the mail relay. */
export interface EmailOptions {
  readonly to: string;
  readonly from: string;
  /** HOST:PORT. */
  readonly smarthost: string;
  /** Signs in at the relay; the sender by default. */
  readonly user?: string | undefined;
  /** False where nobody signs in. */
  readonly auth?: boolean;
  readonly tls?: string | undefined;
}

interface Notifications {
  /** Holds the secrets, and receives the configuration. */
  readonly folder: string;
  /** The folder as Alertmanager sees it; the folder itself by default. */
  readonly mountedAt?: string | undefined;
  /** The addresses of the services as Alertmanager sees them. */
  readonly services: ServiceUrls;
  /** The machine client that has the scope `retrain`. */
  readonly clientId?: string | undefined;
  readonly email?: EmailOptions | undefined;
  readonly slack?: { readonly channel: string } | undefined;
  readonly pagerduty?: { readonly url: string } | undefined;
  readonly links?: LinkBases;
}

interface Configuration {
  templates: string[];
  readonly receivers: { readonly name: string }[];
}

/**
 * Writes `alertmanager.yml`, and the texts of its messages, with the receivers whose secrets are in the folder.
 * Returns the kinds of notifications that are on.
 * @throws UsageError when a secret is there without its options, or the other way round
 */
export function writeAlertmanagerConfig(options: Notifications): Kind[] {
  const { folder } = options;
  mkdirSync(folder, { recursive: true });
  const on = (Object.keys(SECRETS) as Kind[]).filter((kind) => isOn(kind, options));
  const config = parse(readFileSync(join(SOURCE, 'alertmanager.yml'), 'utf8')) as Configuration;
  config.templates = [mounted(options, TEXTS), mounted(options, RETRAINING)];
  for (const kind of on) {
    for (const receiver of config.receivers.filter(({ name }) => RECEIVERS[kind].includes(name))) {
      Object.assign(receiver, integrations[kind](options));
    }
  }
  const retraining = on.includes('retrain') ? 'retraining-on.tmpl' : 'retraining-off.tmpl';
  copyFileSync(join(SOURCE, TEXTS), join(folder, TEXTS));
  copyFileSync(join(SOURCE, retraining), join(folder, RETRAINING));
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(`${file}.new`, HEADER + stringify(config, { lineWidth: 120 }));
  renameSync(`${file}.new`, file);
  return on;
}

/** The path of a file of the folder as Alertmanager sees it. */
function mounted({ folder, mountedAt = folder }: Notifications, name: string): string {
  return `${mountedAt}/${name}`;
}

function isOn(kind: Kind, { folder, email, slack, pagerduty }: Notifications): boolean {
  const secret = join(folder, SECRETS[kind]);
  const exists = existsSync(secret);
  if (kind === 'email' && email?.auth === false) {
    if (exists) throw new UsageError(`remove ${secret} or leave out --smtp-no-auth`);
    if (email.user) throw new UsageError('--smtp-user has no effect with --smtp-no-auth');
    return true;
  }
  if (exists) return true;
  if (kind === 'email' && email) {
    throw new UsageError(`write the password of the mail relay to ${secret}, or give --smtp-no-auth`);
  }
  if (kind === 'slack' && slack)
    throw new UsageError(`write the URL of Slack's incoming webhook to ${secret}`);
  if (kind === 'pagerduty' && pagerduty)
    throw new UsageError(`write the integration key of PagerDuty's Events API v2 to ${secret}`);
  return false;
}

/** The receivers of each kind, with keys that Alertmanager 0.25 knows as well. */
const integrations: Readonly<Record<Kind, (options: Notifications) => object>> = {
  retrain: (options) => ({
    webhook_configs: [
      {
        url: `${options.services.predict}/alerts`,
        send_resolved: false,
        max_alerts: 100,
        http_config: {
          oauth2: {
            client_id: options.clientId ?? 'alertmanager',
            client_secret_file: mounted(options, SECRETS.retrain),
            token_url: `${options.services.auth}/oauth/token`,
            scopes: ['retrain'],
          },
        },
      },
    ],
  }),
  email: (options) => {
    const { to, from, smarthost, user, auth, tls } = required(
      options.email,
      SECRETS.email,
      '--email-to, --email-from and --smarthost',
    );
    const links = options.links ?? {};
    return {
      email_configs: [
        {
          ...{ to, from, smarthost, send_resolved: true },
          ...(auth !== false && {
            auth_username: user ?? from,
            auth_password_file: mounted(options, SECRETS.email),
          }),
          // Port 465 is TLS from the start, and Alertmanager 0.25 would ask for STARTTLS as well.
          require_tls: tls !== 'none' && !smarthost.endsWith(':465'),
          ...(existsSync(join(options.folder, SMTP_CA)) && {
            tls_config: { ca_file: mounted(options, SMTP_CA) },
          }),
          headers: { Subject: '{{ template "plumbline.title" . }}' },
          html: `{{ template "plumbline.email.html" . }}<p>${linksTemplate('html', links)}</p>`,
          text: `{{ template "plumbline.email.text" . }}\n${linksTemplate('text', links)}\n`,
        },
      ],
    };
  },
  slack: (options) => {
    const { channel } = required(options.slack, SECRETS.slack, '--slack-channel');
    return {
      slack_configs: [
        {
          ...{ channel, api_url_file: mounted(options, SECRETS.slack), send_resolved: true },
          title: '{{ template "plumbline.title" . }}',
          text: `{{ template "plumbline.slack.text" . }}\n${linksTemplate('slack', options.links ?? {})}`,
        },
      ],
    };
  },
  pagerduty: ({ links = {}, ...options }) => ({
    pagerduty_configs: [
      {
        routing_key_file: mounted(options, SECRETS.pagerduty),
        ...options.pagerduty,
        send_resolved: true,
        description: '{{ template "plumbline.pagerduty.description" . }}',
        severity: '{{ .CommonLabels.severity }}',
        component: '{{ with .CommonLabels.model }}{{ . }}{{ else }}{{ .CommonLabels.service }}{{ end }}',
        class: '{{ .GroupLabels.alertname }}',
        client: 'Plumbline',
        ...(links.console !== undefined && { client_url: consoleUrl(links.console) }),
        details: {
          what: '{{ template "plumbline.pagerduty.what" . }}',
          since: '{{ template "plumbline.pagerduty.since" . }}',
          by_itself: '{{ template "plumbline.automatic" . }}',
          where_to_look: linksTemplate('text', links),
        },
      },
    ],
  }),
};

function required<Value>(value: Value | undefined, secret: string, options: string): Value {
  if (value === undefined) throw new UsageError(`with the secret ${secret} give ${options} as well`);
  return value;
}
