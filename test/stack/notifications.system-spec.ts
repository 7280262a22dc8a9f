import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yaml } from '../../monitoring/test/files.js';
import { AlertmanagerProcess, type SentAlert } from './alertmanager-process.js';
import { type Demands, MailRelay } from './mail-relay.js';
import { type PagerDutyEvent, type SlackMessage, WebhookStandIn } from './webhook-stand-in.js';
import { until } from '../until.js';

/** What people receive from a real Alertmanager with what `npm run alertmanager` writes. */

const ALERTMANAGER = 'https://alerts.example.org/am';
const CONSOLE = 'https://plumbline.example.org';
const LINKS = [
  '--public-url',
  CONSOLE,
  '--grafana-url',
  'https://grafana.example.org',
  '--repository-url',
  'https://example.org/code/',
];
const SENDER = ['--email-to', 'ops@example.org', '--email-from', 'plumbline@example.org'];
const SLACK = ['--slack-channel', '#models'];

interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly {
      readonly alertname: string;
      readonly exp_alerts: readonly {
        readonly exp_labels: Record<string, string>;
        readonly exp_annotations: Record<string, string>;
      }[];
    }[];
  }[];
}

/** The first alert of the name that the rule tests expect: what Prometheus makes of the shipped rule. */
function fired(alertname: string, file: string): Pick<SentAlert, 'labels' | 'annotations'> {
  const { tests } = yaml<RuleTests>(`monitoring/prometheus/tests/${file}.test.yml`);
  const cases = tests.flatMap(({ alert_rule_test }) => alert_rule_test ?? []);
  const [alert] = cases.flatMap((one) => (one.alertname === alertname ? one.exp_alerts : []));
  return { labels: { alertname, ...alert!.exp_labels }, annotations: alert!.exp_annotations };
}

const generatorURL = 'https://prometheus.example.org/graph?g0.expr=f1+%3C+0.5&g0.tab=1';
const startsAt = '2026-01-01T10:00:00Z';
const drop: SentAlert = { ...fired('ModelF1Drop', 'quality'), generatorURL, startsAt };
const drift = (version: string): SentAlert => {
  const { labels, annotations } = fired('DataDrift', 'drift');
  const description = annotations['description']!.replace('version 1', `version ${version} of <a & b>`);
  return {
    labels: { ...labels, version },
    annotations: { ...annotations, description },
    generatorURL,
    startsAt,
  };
};

let stops: (() => unknown)[];
beforeEach(() => {
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function alertmanager(secrets: Record<string, string>, options: readonly string[]) {
  const started = await AlertmanagerProcess.start(secrets, options, ALERTMANAGER);
  stops.push(() => started.stop());
  return started;
}

async function slack() {
  const stand = new WebhookStandIn<SlackMessage>();
  const secrets = { slack_url: await stand.listen() };
  stops.push(() => stand.close());
  return { stand, secrets };
}

async function relay(demands: Demands): Promise<{ mail: MailRelay; options: string[] }> {
  const mail = new MailRelay(demands);
  const smarthost = await mail.listen();
  stops.push(() => mail.close());
  return { mail, options: [...SENDER, '--smarthost', smarthost] };
}

const nth = <Message>(messages: readonly Message[], count: number) =>
  until(() => messages[count - 1], `message ${count}`);

/** A key and the certificate of it that it signed itself, for this machine. */
function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-tls-'));
  stops.push(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

test('Slack is told what happened with its figures, and where to read on', async () => {
  const { stand, secrets } = await slack();
  await (await alertmanager(secrets, [...SLACK, ...LINKS])).send([drop]);
  const { channel, attachments } = await nth(stand.messages, 1);
  expect([channel, attachments.length]).toEqual(['#models', 1]);
  expect(attachments[0]).toMatchObject({
    title: '[FIRING:1] ModelF1Drop rent',
    title_link: `${ALERTMANAGER}/#/alerts?receiver=critical`,
    color: 'danger',
  });
  expect(attachments[0]!.text.split('\n')).toEqual([
    '*The F1 of a model fell by more than a tenth within an hour.*',
    '• The F1 of rent is 0.600 over 400 labels. Before the fall it was 0.800 over 400 labels. It has been more than 10 % lower for more than five minutes.',
    '  Since 2026-01-01 10:00:00 UTC. <https://prometheus.example.org/graph?g0.expr=f1+%3C+0.5&amp;g0.tab=1|Query in Prometheus>',
    '_By itself:_ Nothing: this installation starts no retraining for alerts.',
    [
      '<https://example.org/code/docs/runbooks/ModelF1Drop.md|Runbook>',
      `<${CONSOLE}/models/rent/report|Report>`,
      `<${ALERTMANAGER}/#/alerts?receiver=critical|Alertmanager>`,
      `<${CONSOLE}/#/models/rent/watch|Console>`,
      '<https://grafana.example.org/d/plumbline-drift-f1?var-model=rent|Dashboard>',
    ].join(' | '),
  ]);
});

test('Slack gets several alerts of a model in one message, with what Slack would read as markup escaped', async () => {
  const { stand, secrets } = await slack();
  await (await alertmanager(secrets, [...SLACK, ...LINKS])).send([drift('1'), drift('2')]);
  const { attachments } = await nth(stand.messages, 1);
  expect(attachments[0]!.title).toBe('[FIRING:2] DataDrift heart-disease');
  const text = attachments[0]!.text;
  expect(text.match(/^• .*$/gm)).toEqual(
    ['1', '2'].map(
      (version) =>
        `• 61.54% of the features of heart-disease version ${version} of &lt;a &amp; b&gt; have drifted for more than ten minutes.`,
    ),
  );
  expect(text.match(/Runbook/g)).toHaveLength(1);
});

test('Slack is told that an alert was resolved, and when', async () => {
  const { stand, secrets } = await slack();
  const sender = await alertmanager(secrets, [...SLACK, ...LINKS]);
  await sender.send([drop]);
  await nth(stand.messages, 1);
  await sender.send([{ ...drop, endsAt: '2026-01-01T12:30:00Z' }]);
  const { attachments } = await nth(stand.messages, 2);
  expect(attachments[0]).toMatchObject({ title: '[RESOLVED] ModelF1Drop rent', color: 'good' });
  expect(attachments[0]!.text).toContain('\nResolved:\n• The F1 of rent is 0.600 over 400 labels.');
  expect(attachments[0]!.text).toContain('From 2026-01-01 10:00:00 to 2026-01-01 12:30:00 UTC.');
});

test('Slack is told the path of the runbook where nobody said where to read it', async () => {
  const { stand, secrets } = await slack();
  await (await alertmanager(secrets, [...SLACK, '--no-runbook-links'])).send([drop]);
  const { attachments } = await nth(stand.messages, 1);
  expect(attachments[0]!.text.split('\n').at(-1)).toMatch(
    /^Runbook: docs\/runbooks\/ModelF1Drop\.md \| <http/,
  );
});

test('says what happens by itself, and links to the console without a page where no model is concerned', async () => {
  const { stand, secrets } = await slack();
  const away = { ...fired('DatabaseAway', 'storage'), generatorURL, startsAt };
  await (await alertmanager({ ...secrets, client_secret: 'x' }, [...SLACK, ...LINKS])).send([drop, away]);
  await nth(stand.messages, 2);
  const texts = stand.messages.map(({ attachments: [one] }) => one!.text).sort();
  expect(texts.map((text) => /^_By itself:_ (.{30})/m.exec(text)?.[1])).toEqual([
    'predict decides whether to ret',
    'Predictions are served and kep',
  ]);
  expect(texts[1]).toContain(`<${CONSOLE}/|Console>`);
  expect(texts[1]).not.toContain('Report');
});

test('PagerDuty receives only critical alerts, and that they are resolved', async () => {
  const stand = new WebhookStandIn<PagerDutyEvent>(202);
  const url = await stand.listen();
  stops.push(() => stand.close());
  const sender = await alertmanager({ pagerduty_key: 'key' }, ['--pagerduty-url', url, ...LINKS]);
  await sender.send([drop, drift('1')]);
  const event = await nth(stand.messages, 1);
  expect(event).toMatchObject({
    routing_key: 'key',
    event_action: 'trigger',
    client: 'Plumbline',
    client_url: `${CONSOLE}/#/models/rent/watch`,
    payload: {
      summary: '[FIRING:1] ModelF1Drop rent: The F1 of a model fell by more than a tenth within an hour.',
      severity: 'critical',
      component: 'rent',
      class: 'ModelF1Drop',
    },
  });
  const { what, since, by_itself, where_to_look } = event.payload.custom_details;
  expect(what).toMatch(/^The F1 of rent is 0\.600 over 400 labels\. Before the fall it was 0\.800 .*\.$/);
  expect(since).toBe('Since 2026-01-01 10:00:00 UTC');
  expect(by_itself).toBe('Nothing: this installation starts no retraining for alerts.');
  expect(where_to_look!.split('\n').map((line) => line.split(': ')[0])).toEqual([
    'Runbook',
    'Report',
    'Alertmanager',
    'Console',
    'Dashboard',
  ]);
  await sender.send([{ ...drop, endsAt: '2026-01-01T12:30:00Z' }]);
  const end = await nth(stand.messages, 2);
  expect([end.event_action, end.dedup_key]).toEqual(['resolve', event.dedup_key]);
});

test('e-mail says the same, as text and as HTML', async () => {
  const { mail, options } = await relay({});
  const plain = ['--smtp-no-auth', '--smtp-tls', 'none'];
  await (await alertmanager({}, [...options, ...plain, ...LINKS])).send([drop, drift('1')]);
  await nth(mail.received, 2);
  const found = mail.received.find(({ email }) => email.subject === '[FIRING:1] ModelF1Drop rent');
  const { email, user, encrypted } = found!;
  expect([user, encrypted, email.from?.address]).toEqual([undefined, false, 'plumbline@example.org']);
  expect(email.to?.map(({ address }) => address)).toEqual(['ops@example.org']);
  expect(email.text?.trim().split('\n')).toEqual([
    'The F1 of a model fell by more than a tenth within an hour.',
    '',
    '- The F1 of rent is 0.600 over 400 labels. Before the fall it was 0.800 over 400 labels. It has been more than 10 % lower for more than five minutes.',
    '  Since 2026-01-01 10:00:00 UTC.',
    `  Query in Prometheus: ${generatorURL}`,
    '',
    'By itself: Nothing: this installation starts no retraining for alerts.',
    '',
    'Runbook: https://example.org/code/docs/runbooks/ModelF1Drop.md',
    `Report: ${CONSOLE}/models/rent/report`,
    `Alertmanager: ${ALERTMANAGER}/#/alerts?receiver=critical`,
    `Console: ${CONSOLE}/#/models/rent/watch`,
    'Dashboard: https://grafana.example.org/d/plumbline-drift-f1?var-model=rent',
  ]);
  expect([...email.html!.matchAll(/<a href="([^"]*)">([^<]*)</g)].map(([, ...link]) => link)).toEqual([
    [generatorURL.replace('&', '&amp;').replaceAll('+', '&#43;'), 'Query in Prometheus'],
    ['https://example.org/code/docs/runbooks/ModelF1Drop.md', 'Runbook'],
    [`${CONSOLE}/models/rent/report`, 'Report'],
    [`${ALERTMANAGER}/#/alerts?receiver=critical`, 'Alertmanager'],
    [`${CONSOLE}/#/models/rent/watch`, 'Console'],
    ['https://grafana.example.org/d/plumbline-drift-f1?var-model=rent', 'Dashboard'],
  ]);
  expect(email.html).toContain('The F1 of rent is 0.600 over 400 labels.');
});

test('e-mail says that an alert was resolved, and when', async () => {
  const { mail, options } = await relay({});
  const plain = ['--smtp-no-auth', '--smtp-tls', 'none'];
  const sender = await alertmanager({}, [...options, ...plain, ...LINKS]);
  await sender.send([drop]);
  await nth(mail.received, 1);
  await sender.send([{ ...drop, endsAt: '2026-01-01T12:30:00Z' }]);
  const { email } = await nth(mail.received, 2);
  expect(email.subject).toBe('[RESOLVED] ModelF1Drop rent');
  expect(email.text).toContain('From 2026-01-01 10:00:00 to 2026-01-01 12:30:00 UTC.');
});

test.each([
  ['another user than the sender', ['--smtp-user', 'relay-user'], 'relay-user'],
  ['the sender', [], 'plumbline@example.org'],
])(
  'e-mail goes to a relay that asks for a password and TLS, signed in as %s',
  async (_case, asUser, user) => {
    const tls = selfSigned();
    const { mail, options } = await relay({ account: { user, password: 'the password' }, tls });
    const secrets = { smtp_password: 'the password', 'smtp_ca.pem': tls.cert };
    await (await alertmanager(secrets, [...options, ...asUser, ...LINKS])).send([drop]);
    const received = await nth(mail.received, 1);
    expect([received.user, received.encrypted]).toEqual([user, true]);
    expect(received.email.from?.address).toBe('plumbline@example.org');
  },
);
