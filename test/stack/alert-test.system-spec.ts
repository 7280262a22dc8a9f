import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { main } from '../../apps/cli/src/main.js';
import { AlertmanagerProcess } from './alertmanager-process.js';
import { MailRelay } from './mail-relay.js';
import { type PagerDutyEvent, type SlackMessage, WebhookStandIn } from './webhook-stand-in.js';

/** `plumbline alert test` with a real Alertmanager and what it sends to. */

const ALERTMANAGER = 'https://alerts.example.org';

let stops: (() => unknown)[];
beforeEach(() => {
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function alertmanager(secrets: Record<string, string>, options: readonly string[]) {
  const started = await AlertmanagerProcess.start(secrets, [...options, '--no-runbook-links'], ALERTMANAGER);
  stops.push(() => started.stop());
  return started;
}

async function standIn<Message>(status: number) {
  const stand = new WebhookStandIn<Message>(status);
  stops.push(() => stand.close());
  return { stand, url: await stand.listen() };
}

/** The command in this process. */
async function alertTest(url: string) {
  let [stdout, stderr] = ['', ''];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
  const status = await main(['alert', 'test', '--alertmanager-url', `${url}/`]);
  jest.restoreAllMocks();
  return { status, stdout, stderr };
}

test('tells every receiver at once, and says who accepted it', async () => {
  const slack = await standIn<SlackMessage>(200);
  const pager = await standIn<PagerDutyEvent>(202);
  const mail = new MailRelay({});
  const smarthost = await mail.listen();
  stops.push(() => mail.close());
  const email = ['--email-to', 'ops@example.org', '--email-from', 'me@example.org', '--smarthost', smarthost];
  const { url } = await alertmanager({ slack_url: slack.url, pagerduty_key: 'key' }, [
    ...[...email, '--smtp-no-auth', '--smtp-tls', 'none'],
    ...['--slack-channel', '#models', '--pagerduty-url', pager.url],
  ]);
  const { status, stdout } = await alertTest(url);
  expect(status).toBe(0);
  expect(stdout).toContain(`Sent NotificationTest to ${url}.\n`);
  expect(stdout).toMatch(/^ {2}e-mail {4}accepted: ops@example\.org by localhost:\d+$/m);
  expect(stdout).toMatch(/^ {2}Slack {5}accepted: #models$/m);
  expect(stdout).toMatch(/^ {2}PagerDuty accepted: http/m);
  expect(slack.stand.messages[0]!.attachments[0]!.title).toBe('[FIRING:1] NotificationTest');
  expect(pager.stand.messages[0]!.payload).toMatchObject({ severity: 'info', class: 'NotificationTest' });
  expect(mail.received[0]!.email.text).toContain('Nothing is wrong.');
});

test('says what failed and what to check, and ends with 1', async () => {
  const slack = await standIn<SlackMessage>(404);
  const pager = await standIn<PagerDutyEvent>(202);
  const { url } = await alertmanager({ slack_url: slack.url, pagerduty_key: 'key' }, [
    ...['--slack-channel', '#models', '--pagerduty-url', pager.url],
  ]);
  const { status, stdout } = await alertTest(url);
  expect(status).toBe(1);
  expect(stdout).toMatch(/PagerDuty +accepted/);
  expect(stdout).toMatch(/Slack +FAILED: refused\n +Check the URL in slack_url, and/);
  expect(stdout).toMatch(/The log of Alertmanager has the answers: docker compose logs alertmanager\n$/);
});

test('says how to switch receivers on where none is, and what to start where nothing answers', async () => {
  const started = await alertmanager({}, []);
  const { status, stdout } = await alertTest(started.url);
  expect([status, stdout]).toEqual([
    1,
    expect.stringContaining('notifies nobody: plumbline alertmanager --help'),
  ]);
  await started.stop();
  stops.pop();
  expect(await alertTest(started.url)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^No Alertmanager answers at http\S+: start npm run stack/),
  });
});
