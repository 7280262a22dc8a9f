import { appendFileSync } from 'node:fs';

/** How a request ended for the client that sent it. */
export type Ending =
  | { readonly kind: 'acknowledged' }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string | undefined;
      readonly retryAfter: boolean;
    }
  /** The connection broke or nothing came in time: the client cannot know what became of the request. */
  | { readonly kind: 'unanswered'; readonly reason: string };

/** One row of features that was sent. `mark` is the feature value that no other row has. */
export interface SentRow {
  readonly mark: number;
  readonly model: string;
  readonly version: number;
  readonly features: Readonly<Record<string, unknown>>;
  /** The life of the predict process that it was sent to. */
  readonly life: string;
  readonly fault: string;
  readonly sentAt: number;
}

/** A row with the answer to it, as the client received it. */
export interface PredictedRow extends SentRow {
  readonly ending: Ending;
  readonly id?: string;
  readonly prediction?: string;
}

/** A label that was sent. */
export interface SentLabel {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly actual: string;
  readonly life: string;
  readonly fault: string;
}

/** A label with the answer to it. */
export interface AnsweredLabel extends SentLabel {
  readonly ending: Ending;
  /** As the answer says: the first label of the prediction, another one, or the same again. */
  readonly status?: string;
}

/**
 * What the clients of the campaign sent and were answered. It is kept by the clients alone: nothing in it comes from the
 * database or from metrics. Each entry is also appended to a file.
 */
export class Ledger {
  readonly rows: PredictedRow[] = [];
  readonly labels: AnsweredLabel[] = [];
  private readonly excusedIds = new Set<string>();
  private lastMark = 0;

  constructor(private readonly file: string) {}

  /** A number that no other row of the campaign has. */
  nextMark(): number {
    return (this.lastMark += 1);
  }

  predicted(row: PredictedRow): void {
    this.rows.push(row);
    this.write(row);
  }

  labelled(label: AnsweredLabel): void {
    this.labels.push(label);
    this.write(label);
  }

  /** Marks what a fault itself destroyed, such as records in a damaged page: these are not counted as lost. */
  excuse(ids: Iterable<string>): void {
    for (const id of ids) this.excusedIds.add(id);
  }

  isExcused(id: string): boolean {
    return this.excusedIds.has(id);
  }

  /** The acknowledged rows by prediction id, without those that a fault itself destroyed. */
  acknowledged(): Map<string, PredictedRow> {
    const known = new Map<string, PredictedRow>();
    for (const row of this.rows) {
      if (row.id !== undefined && !this.excusedIds.has(row.id)) known.set(row.id, row);
    }
    return known;
  }

  /**
   * The values that the label of each prediction may have: the last acknowledged one, and those that were sent after it
   * without success, which a database that hangs may still store. `required` is false while no label of it was acknowledged.
   */
  expectedLabels(): Map<string, { readonly values: ReadonlySet<string>; readonly required: boolean }> {
    const expected = new Map<string, { values: Set<string>; required: boolean }>();
    for (const { id, actual, ending } of this.labels) {
      const known = expected.get(id) ?? { values: new Set<string>(), required: false };
      if (ending.kind === 'acknowledged') expected.set(id, { values: new Set([actual]), required: true });
      else expected.set(id, { ...known, values: known.values.add(actual) });
    }
    for (const id of this.excusedIds) expected.delete(id);
    return expected;
  }

  private write(entry: object): void {
    appendFileSync(this.file, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
  }
}
