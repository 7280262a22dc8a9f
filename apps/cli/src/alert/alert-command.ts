import { Command } from 'commander';
import { examples, ExitCode, UsageError } from '../command-line/index.js';
import { AlertmanagerApi, TEST_ALERT } from './alertmanager-api.js';
import { failureInLog } from './alertmanager-log.js';
import { type Outcome, testNotifications } from './notification-test.js';

/** What people call an integration of Alertmanager, and what to look at when it fails. */
const INTEGRATIONS: Readonly<Record<string, { readonly name: string; readonly check: string }>> = {
  email: {
    name: 'e-mail',
    check: 'the address of the relay, its user and smtp_password, and TLS: --smtp-tls, smtp_ca.pem',
  },
  slack: { name: 'Slack', check: 'the URL in slack_url, and that its workspace has the channel' },
  pagerduty: {
    name: 'PagerDuty',
    check:
      "the key in pagerduty_key is an integration's of the Events API v2, in the region of --pagerduty-url",
  },
  webhook: {
    name: 'predict',
    check: 'the secret in client_secret, and that its client has the scope retrain (docs/auth.md)',
  },
};

const NEXT_STEP = 'The log of Alertmanager has the answers: docker compose logs alertmanager';

interface TestOptions {
  readonly alertmanagerUrl: string;
  readonly timeout: string;
}

/** `plumbline alert` */
export function alertCommand(): Command {
  const test = new Command('test')
    .summary('send one test alert to every receiver')
    .description(
      `Sends the alert ${TEST_ALERT} to a running Alertmanager, which notifies every receiver that is on, and says what arrived. PagerDuty pages. The alert resolves after a minute, which is notified as well.`,
    )
    .option('--alertmanager-url <url>', 'where Alertmanager listens', 'http://127.0.0.1:9093')
    .option('--timeout <seconds>', 'how long to wait for an answer', '60')
    .addHelpText('after', examples('alert test', 'alert test --alertmanager-url http://127.0.0.1:9193'))
    .action(sendTest);
  return new Command('alert')
    .summary('test who is notified of alerts')
    .description('Works with the alerts of a running Alertmanager.')
    .addCommand(test.exitOverride());
}

async function sendTest({ alertmanagerUrl, timeout }: TestOptions): Promise<void> {
  const timeoutS = Number(timeout);
  if (!(timeoutS > 0)) throw new UsageError(`--timeout ${timeout} is not a number of seconds above 0`);
  if (!URL.canParse(alertmanagerUrl)) throw new UsageError(`${alertmanagerUrl} is not a URL`);
  const url = alertmanagerUrl.replace(/\/+$/, '');
  const startedAt = new Date();
  const outcomes = await testNotifications(new AlertmanagerApi(url), timeoutS * 1_000);
  if (outcomes.length === 0) {
    process.stdout.write(
      `${url} notifies nobody: plumbline alertmanager --help names what switches each kind of notification on.\n`,
    );
    throw new ExitCode(1);
  }
  process.stdout.write(`Sent ${TEST_ALERT} to ${url}.\n`);
  for (const outcome of outcomes) process.stdout.write(lineOf(outcome, startedAt));
  if (outcomes.every(({ outcome }) => outcome === 'arrived')) return;
  process.stdout.write(`${NEXT_STEP}\n`);
  throw new ExitCode(1);
}

function lineOf({ name, target, outcome }: Outcome, startedAt: Date): string {
  const known = INTEGRATIONS[name] ?? { name, check: 'its settings in alertmanager.yml' };
  const subject = `  ${known.name.padEnd(10)}`;
  if (outcome === 'arrived') return `${subject}accepted${target === '' ? '' : `: ${target}`}\n`;
  const reason =
    outcome === 'waiting' ? 'nothing was sent in time' : (failureInLog(name, startedAt) ?? 'refused');
  return `${subject}FAILED: ${reason}\n${' '.repeat(12)}Check ${known.check}.\n`;
}
