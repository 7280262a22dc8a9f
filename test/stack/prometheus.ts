interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

interface Answer<Data> {
  readonly status: string;
  readonly error?: string;
  readonly warnings?: readonly string[];
  readonly data: Data;
}

/** A target as Prometheus sees it. */
export interface Target {
  readonly health: 'up' | 'down' | 'unknown';
  readonly labels: Readonly<Record<string, string>>;
  readonly scrapeUrl: string;
  readonly lastError: string;
}

/** Asks the HTTP API of a running Prometheus. */
export class Prometheus {
  constructor(private readonly url: string) {}

  /** The series at this moment. @throws Error when the query fails or is answered with a warning. */
  async query(expr: string): Promise<Sample[]> {
    return (await this.get<{ result: Sample[] }>('query', { query: expr })).result;
  }

  /** The series of the last minute, as a panel asks for them. */
  async range(expr: string): Promise<Sample[]> {
    const end = Date.now() / 1_000;
    const times = { start: String(end - 60), end: String(end), step: '2' };
    return (await this.get<{ result: Sample[] }>('query_range', { query: expr, ...times })).result;
  }

  /** The values of a label of the series that match. */
  labelValues(label: string, match: string): Promise<string[]> {
    return this.get(`label/${label}/values`, { 'match[]': match });
  }

  /** The targets that are scraped. */
  async targets(): Promise<Target[]> {
    return (await this.get<{ activeTargets: Target[] }>('targets', { state: 'active' })).activeTargets;
  }

  /** The Alertmanagers that alerts are sent to. */
  async alertmanagers(): Promise<{ url: string }[]> {
    return (await this.get<{ activeAlertmanagers: { url: string }[] }>('alertmanagers')).activeAlertmanagers;
  }

  /** Every rule with the health of its last evaluation, and the state of an alert. */
  async rules(): Promise<{ name: string; health: string; state?: string }[]> {
    const { groups } = await this.get<{
      groups: { rules: { name: string; health: string; state?: string }[] }[];
    }>('rules');
    return groups.flatMap(({ rules }) => rules);
  }

  private async get<Data>(path: string, parameters: Record<string, string> = {}): Promise<Data> {
    const response = await fetch(`${this.url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    const answer = (await response.json()) as Answer<Data>;
    const problems = [...(answer.error ? [answer.error] : []), ...(answer.warnings ?? [])];
    if (answer.status !== 'success' || problems.length > 0)
      throw new Error(`${path}: ${problems.join('; ')}`);
    return answer.data;
  }
}

/** The finite values of all series: NaN of an empty division shows nothing in a panel. */
export function finiteValues(samples: readonly Sample[]): number[] {
  return samples
    .flatMap(({ value, values }) => (value ? [value] : (values ?? [])))
    .map(([, text]) => Number(text))
    .filter(Number.isFinite);
}
