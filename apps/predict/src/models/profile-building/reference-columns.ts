import { ValidationFailed } from '@plumbline/errors';
import type { ImageValue, RowPreparer } from '../features/index.js';
import {
  createRowSchema,
  type Feature,
  type FeatureRow,
  type FeatureValue,
  type Manifest,
  rowIssues,
  type RowSchema,
  typeOf,
} from '../manifest/index.js';
import { type Outcome, type OutcomeForm, outcomeFormOf, outcomeKindOf } from '../outcomes/index.js';
import { ReferenceRejected } from '../profiles/index.js';
import type { SourceRecord } from './csv-records.js';

/** The column of a reference with the actual values. */
export const TARGET = 'target';

/** Limit of the listed bad values; all are counted. */
const MAX_SHOWN = 20;

/** Collects the rows of a reference by column, and checks each row like a request. */
export class ReferenceColumns {
  readonly features: Readonly<Record<string, FeatureValue[]>>;
  /** Null where unknown. */
  readonly actual: (Outcome | null)[] = [];
  private readonly schema: RowSchema;
  private readonly targets: OutcomeForm;
  private readonly shown: string[] = [];
  private bad = 0;
  private read = 0;

  constructor(private readonly manifest: Manifest) {
    this.schema = createRowSchema(manifest);
    this.targets = outcomeFormOf(outcomeKindOf(manifest));
    this.features = Object.fromEntries(manifest.features.map(({ name }) => [name, []]));
  }

  /** The number of valid rows. */
  get rows(): number {
    return this.actual.length;
  }

  /** Adds the next row. @throws {ReferenceRejected} when the first one lacks a column. */
  add(record: SourceRecord): void {
    if (this.read === 0) this.requireColumns(Object.keys(record));
    this.read += 1;
    const result = this.schema.safeParse(this.parsed(record));
    const { outcome: target, problem } = this.targetOf(record[TARGET]);
    if (!result.success) {
      const given = this.parsed(record);
      for (const { path, message } of rowIssues(result.error, given)) {
        const column = String(path[0]);
        this.reject(column, ArrayBuffer.isView(record[column]) ? 'is not UTF-8' : message);
      }
    }
    if (problem !== undefined) this.reject(TARGET, problem);
    if (result.success && target !== undefined) this.keep(result.data, target);
  }

  /** Call it after the last row. @throws {ReferenceRejected} when a row was invalid, or there was none. */
  end(): void {
    if (this.read === 0) throw new ReferenceRejected('it has no rows');
    if (this.bad === 0) return;
    const more = this.bad > this.shown.length ? [`and ${this.bad - this.shown.length} more`] : [];
    const what = this.bad === 1 ? 'one value breaks a rule' : `${this.bad} values break rules`;
    throw new ReferenceRejected([`${what} of the manifest:`, ...this.shown, ...more].join('\n  '));
  }

  /** The features of one row. */
  row(place: number): FeatureRow {
    const row: Record<string, FeatureValue> = {};
    for (const name in this.features) row[name] = this.features[name]![place]!;
    return row;
  }

  /** Rows for the model. What was decoded is kept as it is logged, without pixels. @throws {ReferenceRejected} */
  async prepared(start: number, size: number, prepare: RowPreparer | undefined): Promise<FeatureRow[]> {
    const rows = Array.from({ length: size }, (_, place) => this.row(start + place));
    if (prepare === undefined) return rows;
    return Promise.all(
      rows.map(async (row, place) => {
        const prepared = await this.decode(row, start + place, prepare);
        for (const name in prepared) {
          const value = prepared[name]!;
          if (value !== row[name]) this.features[name]![start + place] = { ...(value as ImageValue) };
        }
        return prepared;
      }),
    );
  }

  private async decode(row: FeatureRow, place: number, prepare: RowPreparer): Promise<FeatureRow> {
    try {
      return await prepare(row);
    } catch (cause) {
      if (!(cause instanceof ValidationFailed)) throw cause;
      const [issue] = cause.extensions.issues;
      throw new ReferenceRejected(`row ${place + 1}, column ${issue?.path[0]}: ${issue?.message}`, { cause });
    }
  }

  private requireColumns(present: readonly string[]): void {
    const required = [...this.manifest.features.map(({ name }) => name), TARGET];
    const missing = required.filter((name) => !present.includes(name));
    if (missing.length === 0) return;
    throw new ReferenceRejected(
      `there is no column ${missing.join(', ')}; it has ${present.join(', ')}. ` +
        `The columns must be the features of the model and ${TARGET}, which may be empty where it is unknown`,
    );
  }

  private parsed(record: SourceRecord): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const feature of this.manifest.features) assign(row, feature, record[feature.name]);
    return row;
  }

  /** Null for an empty cell. */
  private targetOf(cell: unknown): { outcome?: Outcome | null; problem?: string } {
    if (cell == null || cell === '') return { outcome: null };
    return this.targets.readCell(typeof cell === 'bigint' ? Number(cell) : cell);
  }

  private reject(column: string, rule: string): void {
    this.bad += 1;
    if (this.shown.length < MAX_SHOWN) this.shown.push(`row ${this.read}, column ${column}: ${rule}`);
  }

  private keep(row: FeatureRow, target: Outcome | null): void {
    for (const name in this.features) this.features[name]!.push(row[name]!);
    this.actual.push(target);
  }
}

/** An empty text is a text, unless the feature may be missing. NaN is a number that is missing, also as a text of CSV. */
function isEmpty(feature: Feature, value: unknown): boolean {
  if (value == null || Number.isNaN(value)) return true;
  if (value === '') return feature.type !== 'text' || feature.nullable === true;
  return value === 'NaN' && (feature.type === 'number' || feature.type === 'integer');
}

/** An empty cell is a missing feature. */
function assign(row: Record<string, unknown>, feature: Feature, cell: unknown): void {
  const value = parseCell(feature, cell);
  if (value !== undefined) row[feature.name] = value;
}

/** The value of a cell; undefined for an empty one. */
function parseCell(feature: Feature, cell: unknown): unknown {
  const value = typeof cell === 'bigint' ? Number(cell) : cell;
  if (isEmpty(feature, value)) return undefined;
  return typeOf(feature).parseCell(feature, value);
}
