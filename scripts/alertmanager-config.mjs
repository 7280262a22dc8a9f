import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { linksTemplate } from './notification-links.mjs';
import { root } from './workspace.mjs';

/** The file in the folder of secrets that switches each kind of notification on. */
export const SECRETS = { retrain: 'client_secret', email: 'smtp_password', slack: 'slack_url' };

/** The certificate of the authority that signed the mail relay's, in the same folder. */
const SMTP_CA = 'smtp_ca.pem';

const SOURCE = join(root, 'monitoring/alertmanager');
const TEXTS = 'notifications.tmpl';
const HEADER = '# Written by `npm run alertmanager` from monitoring/alertmanager/alertmanager.yml.\n';
const PEOPLE = ['critical', 'warning'];

/**
 * @typedef {object} Notifications
 * @property {string} folder where the secrets are, and where the configuration is written
 * @property {string} [mountedAt] the folder as Alertmanager sees it; the folder itself by default
 * @property {{ auth: string, predict: string }} services their URLs as Alertmanager sees them
 * @property {string} [clientId] the machine client that has the scope `retrain`
 * @property {{ to: string, from: string, smarthost: string, user?: string, auth?: boolean, tls?: 'starttls' | 'none' }}
 *   [email] `user` signs in at the relay, the sender by default; nobody does where `auth` is false
 * @property {{ channel: string }} [slack]
 * @property {import('./notification-links.mjs').LinkBases} [links]
 */

/**
 * Writes `alertmanager.yml`, and the texts of its messages, with the receivers whose secrets are in the folder.
 * @param {Notifications} options
 * @returns {string[]} the kinds of notifications that are on
 * @throws Error when a secret is there and what belongs to it is not, or the other way round
 */
export function writeAlertmanagerConfig(options) {
  const { folder } = options;
  mkdirSync(folder, { recursive: true });
  const on = Object.keys(SECRETS).filter((kind) => isOn(kind, options));
  const config = parse(readFileSync(join(SOURCE, 'alertmanager.yml'), 'utf8'));
  config.templates = [seen(options, TEXTS)];
  for (const kind of on) add(config, kind, options);
  copyFileSync(join(SOURCE, TEXTS), join(folder, TEXTS));
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(`${file}.new`, HEADER + stringify(config, { lineWidth: 120 }));
  renameSync(`${file}.new`, file);
  return on;
}

/** The path of a file of the folder as Alertmanager sees it. */
function seen({ folder, mountedAt = folder }, name) {
  return `${mountedAt}/${name}`;
}

function isOn(kind, { folder, email, slack }) {
  const secret = join(folder, SECRETS[kind]);
  const there = existsSync(secret);
  if (kind === 'email' && email?.auth === false) {
    if (there) throw new Error(`remove ${secret} or leave out --smtp-no-auth`);
    if (email.user) throw new Error('--smtp-user is of no use with --smtp-no-auth');
    return true;
  }
  if (there) return true;
  if (kind === 'email' && email) {
    throw new Error(`write the password of the mail relay to ${secret}, or give --smtp-no-auth`);
  }
  if (kind === 'slack' && slack) throw new Error(`write the URL of Slack's incoming webhook to ${secret}`);
  return false;
}

function add(config, kind, options) {
  const names = kind === 'retrain' ? ['retrain'] : PEOPLE;
  for (const receiver of config.receivers.filter(({ name }) => names.includes(name))) {
    Object.assign(receiver, integrations[kind](seen(options, SECRETS[kind]), options));
  }
}

/** Only keys that Alertmanager 0.25 knows as well. */
const integrations = {
  retrain: (secret, { services, clientId = 'alertmanager' }) => ({
    webhook_configs: [
      {
        url: `${services.predict}/alerts`,
        send_resolved: false,
        max_alerts: 100,
        http_config: {
          oauth2: {
            client_id: clientId,
            client_secret_file: secret,
            token_url: `${services.auth}/oauth/token`,
            scopes: ['retrain'],
          },
        },
      },
    ],
  }),
  email: (secret, options) => {
    const { to, from, smarthost, user, auth, tls } = required(
      options.email,
      'smtp_password',
      '--email-to, --email-from and --smarthost',
    );
    return {
      email_configs: [
        {
          ...{ to, from, smarthost, send_resolved: true },
          ...(auth !== false && { auth_username: user ?? from, auth_password_file: secret }),
          // Port 465 is TLS from the start, and Alertmanager 0.25 would ask for STARTTLS as well.
          require_tls: tls !== 'none' && !smarthost.endsWith(':465'),
          ...(existsSync(join(options.folder, SMTP_CA)) && {
            tls_config: { ca_file: seen(options, SMTP_CA) },
          }),
          headers: { Subject: '{{ template "plumbline.title" . }}' },
          html: `{{ template "plumbline.email.html" . }}<p>${linksTemplate('html', options.links ?? {})}</p>`,
          text: `{{ template "plumbline.email.text" . }}\n${linksTemplate('text', options.links ?? {})}\n`,
        },
      ],
    };
  },
  slack: (secret, { slack, links = {} }) => {
    const { channel } = required(slack, 'slack_url', '--slack-channel');
    return {
      slack_configs: [
        {
          ...{ channel, api_url_file: secret, send_resolved: true },
          title: '{{ template "plumbline.title" . }}',
          text: `{{ template "plumbline.slack.text" . }}\n${linksTemplate('slack', links)}`,
        },
      ],
    };
  },
};

function required(value, secret, options) {
  if (value === undefined) throw new Error(`with the secret ${secret} give ${options} as well`);
  return value;
}
