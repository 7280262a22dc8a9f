/** The names of the events, in the order in which they happen. */
export const EVENTS = {
  ready: 'everything is running',
  healthy: 'quality is as at registration',
  drift: 'labels change their meaning',
  fallen: 'quality has fallen',
  pending: 'the alert is pending',
  firing: 'the alert fires',
  run: 'a run of the DAG is requested',
  running: 'the DAG is running',
  promoted: 'a challenger is promoted',
  recovered: 'quality has recovered',
  resolved: 'the alert is resolved',
  success: 'the run has succeeded',
} as const;

/** The name of an event. */
export type EventName = (typeof EVENTS)[keyof typeof EVENTS];

/** An event of the loop. */
export interface LoopEvent {
  readonly name: EventName;
  readonly detail: string;
  /** Since the timeline was started. */
  readonly atMs: number;
}

/** The events so far. */
export class Timeline {
  readonly events: LoopEvent[] = [];
  private readonly startedAtMs = Date.now();

  /** @param show called with each event and its line */
  constructor(private readonly show: (line: string, event: LoopEvent) => void) {}

  add(name: EventName, detail = ''): void {
    const event = { name, detail, atMs: Date.now() - this.startedAtMs };
    this.events.push(event);
    this.show(lineOf(event), event);
  }

  /** The detail of an event; undefined when it has not happened. */
  detail(name: EventName): string | undefined {
    return this.events.find((event) => event.name === name)?.detail;
  }

  /** Seconds between two events; undefined unless both happened. */
  between(from: EventName, to: EventName): number | undefined {
    const [first, second] = [from, to].map((name) => this.events.find((event) => event.name === name));
    return first && second ? (second.atMs - first.atMs) / 1000 : undefined;
  }

  /** Every event, one a line. */
  toString(): string {
    return this.events.map(lineOf).join('\n');
  }
}

function lineOf({ name, detail, atMs }: LoopEvent): string {
  const minutes = Math.floor(atMs / 60_000);
  const seconds = ((atMs % 60_000) / 1000).toFixed(1).padStart(4, '0');
  return `${String(minutes).padStart(3)}:${seconds}  ${name}${detail === '' ? '' : `  ${detail}`}`;
}
