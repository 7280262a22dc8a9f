/** A series with its value at a moment, or its values over time. */
export interface Sample {
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

  /** The series now, or at a time. @throws Error when the query fails or is answered with a warning. */
  async query(expr: string, timeS?: number): Promise<Sample[]> {
    const time = String(timeS ?? Date.now() / 1_000);
    return (await this.get<{ result: Sample[] }>('query', { query: expr, time })).result;
  }

  /** The series of the last minute, or of another time range, as a panel asks for them. */
  async range(expr: string, range = lastMinute()): Promise<Sample[]> {
    const times = { start: String(range.fromS), end: String(range.toS), step: String(range.stepS) };
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

/** The times of a range query, in seconds since the epoch. */
export interface TimeRange {
  readonly fromS: number;
  readonly toS: number;
  readonly stepS: number;
}

function lastMinute(): TimeRange {
  const toS = Date.now() / 1_000;
  return { fromS: toS - 60, toS, stepS: 2 };
}

/** The finite values of all series: NaN of an empty division shows nothing in a panel. */
export function finiteValues(samples: readonly Sample[]): number[] {
  return samples
    .flatMap(({ value, values }) => (value ? [value] : (values ?? [])))
    .map(([, text]) => Number(text))
    .filter(Number.isFinite);
}
