import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../installation/index.js';
import { main } from '../main.js';

interface Config {
  readonly templates: readonly string[];
  readonly receivers: readonly {
    readonly name: string;
    readonly email_configs?: readonly Record<string, unknown>[];
    readonly slack_configs?: readonly { readonly text: string }[];
  }[];
}

const NO_RUNBOOKS = '--no-runbook-links';
const EMAIL = ['--email-to', 'ops@example.org', '--email-from', 'me@example.org', '--smarthost', 'relay:25'];

let folder: string;
beforeEach(() => {
  delete process.env['GRAFANA_PUBLIC_URL'];
  folder = mkdtempSync(join(tmpdir(), 'plumbline-alertmanager-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** `npm run alertmanager` with files in its folder, in this process. */
async function run(secrets: Readonly<Record<string, string>>, ...options: string[]) {
  for (const [name, content] of Object.entries(secrets)) writeFileSync(join(folder, name), content);
  let [stdout, stderr] = ['', ''];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
  const status = await main(['alertmanager', '--folder', folder, ...options]);
  jest.restoreAllMocks();
  return { status, stdout, problem: stderr.split('\n')[0] };
}

const written = () => parse(readFileSync(join(folder, 'alertmanager.yml'), 'utf8')) as Config;
const critical = () => written().receivers.find(({ name }) => name === 'critical');

describe('npm run alertmanager', () => {
  test.each([
    ['a recipient without a relay', {}, ['--email-to', 'ops@example.org'], /^e-mail needs --email-to, /],
    [
      'a relay without a password',
      {},
      EMAIL,
      /^write the password of the mail relay to .*smtp_password, or give --smtp-no-auth$/,
    ],
    [
      'a password that is of no use',
      { smtp_password: 'x' },
      [...EMAIL, '--smtp-no-auth'],
      /^remove .*smtp_password or leave out --smtp-no-auth$/,
    ],
    [
      'a user who does not sign in',
      {},
      [...EMAIL, '--smtp-no-auth', '--smtp-user', 'me'],
      /^--smtp-user has no effect with --smtp-no-auth$/,
    ],
    [
      'an unknown kind of TLS',
      {},
      [...EMAIL, '--smtp-tls', 'ssl'],
      /--smtp-tls .* argument 'ssl' is invalid\. Allowed choices are starttls, none\.$/,
    ],
    [
      'a channel without a webhook',
      {},
      ['--slack-channel', '#m'],
      /^write the URL of Slack's incoming webhook to .*slack_url$/,
    ],
    [
      'a webhook without a channel',
      { slack_url: 'x' },
      [],
      /^with the secret slack_url give --slack-channel as well$/,
    ],
    [
      'a link that is none',
      { slack_url: 'x' },
      ['--slack-channel', '#m', NO_RUNBOOKS, '--grafana-url', 'grafana:3000'],
      /^grafana:3000 is not a URL such as https:/,
    ],
    [
      'Slack without links to runbooks',
      { slack_url: 'x' },
      ['--slack-channel', '#m'],
      /^messages link to runbooks: give --repository-url, or --no-runbook-links to name them by their path$/,
    ],
    ['e-mail without links to runbooks', { smtp_password: 'x' }, EMAIL, /^messages link to runbooks: /],
    [
      'links to runbooks and none',
      { slack_url: 'x' },
      ['--slack-channel', '#m', NO_RUNBOOKS, '--repository-url', 'https://example.org'],
      /^--repository-url has no effect with --no-runbook-links$/,
    ],
  ])('refuses %s', async (_case, secrets, options, message) => {
    expect(await run(secrets, ...options)).toMatchObject({
      status: 2,
      problem: expect.stringMatching(message),
    });
  });

  test('writes the texts of messages beside the configuration, as Alertmanager in compose sees them', async () => {
    expect((await run({})).status).toBe(0);
    expect(written().templates).toEqual([
      '/etc/alertmanager/notifications.tmpl',
      '/etc/alertmanager/retraining.tmpl',
    ]);
    expect(readFileSync(join(folder, 'notifications.tmpl'))).toEqual(
      readFileSync(join(root, 'monitoring/alertmanager/notifications.tmpl')),
    );
  });

  test('neither signs in at a mail relay nor asks it for TLS when told so', async () => {
    await run({}, ...EMAIL, NO_RUNBOOKS, '--smtp-no-auth', '--smtp-tls', 'none');
    const [email] = critical()!.email_configs!;
    expect(email).toMatchObject({ from: 'me@example.org', smarthost: 'relay:25', require_tls: false });
    expect(Object.keys(email!).filter((key) => key.startsWith('auth'))).toEqual([]);
  });

  test('signs in as the sender or as another user, by STARTTLS but where TLS is there from the start', async () => {
    const secrets = { smtp_password: 'x' };
    await run(secrets, ...EMAIL, NO_RUNBOOKS);
    expect(critical()!.email_configs![0]).toMatchObject({
      auth_username: 'me@example.org',
      require_tls: true,
    });
    await run(secrets, ...EMAIL.slice(0, -1), 'relay:465', NO_RUNBOOKS, '--smtp-user', 'someone');
    expect(critical()!.email_configs![0]).toMatchObject({ auth_username: 'someone', require_tls: false });
  });

  test("links compose's Grafana and the runbooks of REPOSITORY_PUBLIC_URL unless told otherwise", async () => {
    const slack = async (...options: string[]) => {
      const { status } = await run({ slack_url: 'x' }, '--slack-channel', '#m', ...options);
      expect(status).toBe(0);
      return critical()!.slack_configs![0]!.text;
    };
    process.env['REPOSITORY_PUBLIC_URL'] = 'https://example.org/code';
    try {
      const text = await slack();
      expect(text).toContain('<http://localhost:3000/d/');
      expect(text).toContain('<https://example.org/code/{{ . }}|Runbook>');
      expect(await slack('--repository-url', 'https://example.org/b/')).toContain(
        '<https://example.org/b/{{ . }}|',
      );
      expect(await slack(NO_RUNBOOKS)).toContain('Runbook: {{ . }}');
    } finally {
      delete process.env['REPOSITORY_PUBLIC_URL'];
    }
  });

  test('needs no address of runbooks while only predict is told', async () => {
    expect(await run({ client_secret: 'x' })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('On: retrain.'),
    });
  });
});
