import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from './workspace.mjs';

/** The file in the folder of secrets that switches each kind of notification on. */
export const SECRETS = { retrain: 'client_secret', email: 'smtp_password', slack: 'slack_url' };

const HEADER = '# Written by `npm run alertmanager` from monitoring/alertmanager/alertmanager.yml.\n';
const PEOPLE = ['critical', 'warning'];

/**
 * @typedef {object} Notifications
 * @property {string} folder where the secrets are, and where the configuration is written
 * @property {string} [mountedAt] the folder as Alertmanager sees it; the folder itself by default
 * @property {{ auth: string, predict: string }} services their URLs as Alertmanager sees them
 * @property {string} [clientId] the machine client that has the scope `retrain`
 * @property {{ to: string, from: string, smarthost: string }} [email]
 * @property {{ channel: string }} [slack]
 */

/**
 * Writes `alertmanager.yml` with the receivers whose secrets are in the folder.
 * @param {Notifications} options
 * @returns {string[]} the kinds of notifications that are on
 * @throws Error when a secret is there and what belongs to it is not
 */
export function writeAlertmanagerConfig(options) {
  const { folder } = options;
  mkdirSync(folder, { recursive: true });
  const on = Object.keys(SECRETS).filter((kind) => existsSync(join(folder, SECRETS[kind])));
  const config = parse(readFileSync(join(root, 'monitoring/alertmanager/alertmanager.yml'), 'utf8'));
  for (const kind of on) add(config, kind, options);
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(`${file}.new`, HEADER + stringify(config, { lineWidth: 120 }));
  renameSync(`${file}.new`, file);
  return on;
}

function add(config, kind, options) {
  const secret = `${options.mountedAt ?? options.folder}/${SECRETS[kind]}`;
  const names = kind === 'retrain' ? ['retrain'] : PEOPLE;
  for (const receiver of config.receivers.filter(({ name }) => names.includes(name))) {
    Object.assign(receiver, integrations[kind](secret, options));
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
  email: (secret, { email }) => {
    const { to, from, smarthost } = required(
      email,
      'smtp_password',
      '--email-to, --email-from and --smarthost',
    );
    return {
      email_configs: [
        { to, from, smarthost, auth_username: from, auth_password_file: secret, send_resolved: true },
      ],
    };
  },
  slack: (secret, { slack }) => {
    const { channel } = required(slack, 'slack_url', '--slack-channel');
    return { slack_configs: [{ channel, api_url_file: secret, send_resolved: true }] };
  },
};

function required(value, secret, options) {
  if (value === undefined) throw new Error(`with the secret ${secret} give ${options} as well`);
  return value;
}
