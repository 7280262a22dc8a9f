import { parse } from 'yaml';

/** The alert that `plumbline alert test` sends; alertmanager.yml routes it to every receiver at once. */
export const TEST_ALERT = 'NotificationTest';

/** What sends notifications of one kind, such as `slack`, and where to, as far as the configuration shows it. */
export interface Integration {
  readonly name: string;
  readonly target: string;
}

/** Notifications since Alertmanager started: requests, those that failed, and notifications that were given up. */
export interface Tally {
  readonly requests: number;
  readonly failedRequests: number;
  readonly givenUp: number;
}

interface Settings {
  readonly to?: string;
  readonly smarthost?: string;
  readonly channel?: string;
  readonly url?: string;
}

interface Configuration {
  readonly route: { readonly routes?: readonly { receiver: string; matchers?: readonly string[] }[] };
  readonly receivers: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[];
}

const TALLIES = {
  requests: 'alertmanager_notification_requests_total',
  failedRequests: 'alertmanager_notification_requests_failed_total',
  givenUp: 'alertmanager_notifications_failed_total',
} as const;

/** Asks a running Alertmanager. */
export class AlertmanagerApi {
  constructor(private readonly url: string) {}

  /**
   * The integrations that the test alert reaches.
   * @throws Error when the configuration has no route for it
   */
  async integrations(): Promise<readonly Integration[]> {
    const status = (await (await this.request('/api/v2/status')).json()) as { config: { original: string } };
    const { route, receivers } = parse(status.config.original) as Configuration;
    const names = (route.routes ?? [])
      .filter(({ matchers = [] }) => matchers.some((matcher) => matcher.includes(TEST_ALERT)))
      .map(({ receiver }) => receiver);
    if (names.length === 0) {
      throw new Error(
        `${this.url} has no route for ${TEST_ALERT}: write its configuration with plumbline alertmanager and start it again`,
      );
    }
    return receivers.filter(({ name }) => names.includes(name)).flatMap(integrationsOf);
  }

  /** What was sent so far, over all receivers that use the integration. */
  async tally(integration: string): Promise<Tally> {
    const text = await (await this.request('/metrics')).text();
    const sum = (metric: string) =>
      [...text.matchAll(new RegExp(`^${metric}{.*integration="${integration}".*} (\\S+)$`, 'gm'))]
        .map(([, value]) => Number(value))
        .reduce((total, value) => total + value, 0);
    return {
      requests: sum(TALLIES.requests),
      failedRequests: sum(TALLIES.failedRequests),
      givenUp: sum(TALLIES.givenUp),
    };
  }

  /** Sends an alert that ends by itself. */
  async send(
    labels: Record<string, string>,
    annotations: Record<string, string>,
    endsAt: Date,
  ): Promise<void> {
    const startsAt = new Date().toISOString();
    const body = JSON.stringify([{ labels, annotations, startsAt, endsAt: endsAt.toISOString() }]);
    const headers = { 'content-type': 'application/json' };
    await this.request('/api/v2/alerts', { method: 'POST', headers, body });
  }

  private async request(path: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(`${this.url}${path}`, init).catch((cause: unknown) => {
      const hint = 'start npm run stack or the compose files, or give --alertmanager-url';
      throw new Error(`No Alertmanager answers at ${this.url}: ${hint}`, { cause });
    });
    if (response.ok) return response;
    throw new Error(`Alertmanager answered ${response.status} to ${path}: ${await response.text()}`);
  }
}

function integrationsOf(receiver: Configuration['receivers'][number]): Integration[] {
  return Object.entries(receiver)
    .filter(([key]) => key.endsWith('_configs'))
    .flatMap(([key, settings]) =>
      (settings as readonly Settings[]).map((one) => ({
        name: key.replace('_configs', ''),
        target: targetOf(one),
      })),
    );
}

/** Newer releases hide URLs. */
function targetOf({ to, smarthost, channel, url }: Settings): string {
  if (to !== undefined) return `${to} by ${smarthost}`;
  return channel ?? (url?.startsWith('http') ? url : '');
}
