import { setTimeout as pause } from 'node:timers/promises';
import { type AlertmanagerApi, type Integration, type Tally, TEST_ALERT } from './alertmanager-api.js';

/** What became of a notification. `waiting`: nothing was sent in time. */
export interface Outcome extends Integration {
  readonly outcome: 'arrived' | 'failed' | 'waiting';
}

const POLL_MS = 250;
/** Long enough for every receiver to be told before Alertmanager counts the alert as resolved. */
const FIRES_MS = 60_000;

/**
 * Sends one alert to every integration of a running Alertmanager, and watches its counters until each has delivered it or
 * given up. Of integrations with the same name only one is followed, because Alertmanager counts them together.
 *
 * @param timeoutMs how long to wait for those that neither deliver nor give up
 */
export async function testNotifications(api: AlertmanagerApi, timeoutMs: number): Promise<Outcome[]> {
  const integrations = await api.integrations();
  const before = await tallies(api, integrations);
  const sentAt = new Date();
  await api.send(
    { alertname: TEST_ALERT, severity: 'info', test: sentAt.toISOString() },
    {
      summary: 'This is a test of the notifications.',
      description: 'Somebody ran plumbline alert test. Nothing is wrong.',
      runbook_url: 'docs/monitoring.md',
    },
    new Date(sentAt.getTime() + FIRES_MS),
  );
  const deadline = sentAt.getTime() + timeoutMs;
  for (;;) {
    const after = await tallies(api, integrations);
    const isLate = Date.now() > deadline;
    const outcomes = integrations.map((one, index) => ({
      ...one,
      outcome: outcomeOf(before[index]!, after[index]!, isLate),
    }));
    if (isLate || outcomes.every(({ outcome }) => outcome !== 'waiting')) return outcomes;
    await pause(POLL_MS);
  }
}

function tallies(api: AlertmanagerApi, integrations: readonly Integration[]): Promise<Tally[]> {
  return Promise.all(integrations.map(({ name }) => api.tally(name)));
}

/** While Alertmanager goes on trying, a failed request is no answer yet. */
function outcomeOf(before: Tally, after: Tally, isLate: boolean): Outcome['outcome'] {
  const failed = after.failedRequests - before.failedRequests;
  if (after.requests - before.requests > failed) return 'arrived';
  return after.givenUp > before.givenUp || (isLate && failed > 0) ? 'failed' : 'waiting';
}
