import { ValidationFailed } from '@plumbline/errors';
import type { ImageValue, RowPreparer } from '../features/index.js';
import {
  createRowSchema,
  datatypesOf,
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
import type { SourceRow } from './csv-records.js';

/** The column of a reference with the actual values. */
export const TARGET = 'target';

/** Limit of the listed bad values; all are counted. */
const MAX_SHOWN = 20;

/** Collects the rows of a reference by column, and checks each row like a request. */
export class ReferenceColumns {
  readonly features: Readonly<Record<string, FeatureValue[]>>;
  /** Null where unknown. */
  readonly actual: (Outcome | null)[] = [];
  private readonly columns: readonly FeatureColumn[];
  private readonly schema: RowSchema;
  private readonly targets: OutcomeForm;
  /** The places of the features and of the target in a row; undefined before the first row. */
  private places: { readonly features: readonly number[]; readonly target: number } | undefined;
  private readonly shown: string[] = [];
  private bad = 0;
  private read = 0;

  constructor(private readonly manifest: Manifest) {
    this.schema = createRowSchema(manifest);
    this.targets = outcomeFormOf(outcomeKindOf(manifest));
    this.columns = manifest.features.map((feature) => featureColumn(feature, manifest, this.schema));
    this.features = Object.fromEntries(this.columns.map(({ name, kept }) => [name, kept]));
  }

  /** The number of valid rows. */
  get rows(): number {
    return this.actual.length;
  }

  /** Adds the next row. @throws {ReferenceRejected} when the first one lacks a column. */
  add({ columns, cells }: SourceRow): void {
    const places = (this.places ??= this.placesIn(columns));
    this.read += 1;
    const values = this.validValues(cells, places.features);
    const { outcome: target, problem } = this.targetOf(cells[places.target]);
    if (values === undefined) this.rejectCells(cells, places.features);
    if (problem !== undefined) this.reject(TARGET, problem);
    if (values !== undefined && target !== undefined) this.keep(values, target);
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
    for (const { name, kept } of this.columns) row[name] = kept[place]!;
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

  private placesIn(present: readonly string[]) {
    const places = new Map(present.map((name, place) => [name, place]));
    const names = this.columns.map(({ name }) => name);
    const missing = [...names, TARGET].filter((name) => !places.has(name));
    if (missing.length > 0) {
      throw new ReferenceRejected(
        `there is no column ${missing.join(', ')}; it has ${present.join(', ')}. ` +
          `The columns must be the features of the model and ${TARGET}, which may be empty where it is unknown`,
      );
    }
    return { features: names.map((name) => places.get(name)!), target: places.get(TARGET)! };
  }

  /** The value of every feature; undefined for a row that the manifest does not allow. */
  private validValues(cells: readonly unknown[], places: readonly number[]): FeatureValue[] | undefined {
    const values: FeatureValue[] = [];
    for (let index = 0; index < places.length; index++) {
      const value = this.columns[index]!.read(cells[places[index]!]);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }

  /** Null for an empty cell. */
  private targetOf(cell: unknown): { outcome?: Outcome | null; problem?: string } {
    if (cell == null || cell === '') return { outcome: null };
    return this.targets.readCell(typeof cell === 'bigint' ? Number(cell) : cell);
  }

  private rejectCells(cells: readonly unknown[], places: readonly number[]): void {
    const given: Record<string, unknown> = {};
    const notUtf8 = new Set<string>();
    for (const [index, feature] of this.manifest.features.entries()) {
      const cell = cells[places[index]!];
      const value = parseCell(feature, cell);
      // An empty cell is a missing feature.
      if (value !== undefined) given[feature.name] = value;
      if (ArrayBuffer.isView(cell)) notUtf8.add(feature.name);
    }
    const { error } = this.schema.safeParse(given);
    for (const { path, message } of error === undefined ? [] : rowIssues(error, given)) {
      const column = String(path[0]);
      this.reject(column, notUtf8.has(column) ? 'is not UTF-8' : message);
    }
  }

  private reject(column: string, rule: string): void {
    this.bad += 1;
    if (this.shown.length < MAX_SHOWN) this.shown.push(`row ${this.read}, column ${column}: ${rule}`);
  }

  private keep(values: readonly FeatureValue[], target: Outcome | null): void {
    for (const [index, value] of values.entries()) this.columns[index]!.kept.push(value);
    this.actual.push(target);
  }
}

/** How the cells of one feature are read. */
interface FeatureColumn {
  readonly name: string;
  /** The values of the valid rows. */
  readonly kept: FeatureValue[];
  /** The value of a cell; undefined where the manifest does not allow it. */
  readonly read: (cell: unknown) => FeatureValue | undefined;
}

function featureColumn(feature: Feature, { inputs }: Manifest, rows: RowSchema): FeatureColumn {
  const { name } = feature;
  const accepts = typeOf(feature).accepts?.(feature, datatypesOf(inputs, feature));
  const schema = rows.shape[name];
  const read = (cell: unknown) => {
    const value = parseCell(feature, cell);
    return accepts?.(value) ? value : schema?.safeParse(value).data;
  };
  return { name, kept: [], read };
}

/** An empty text is a text, unless the feature may be missing. NaN is a number that is missing, also as a text of CSV. */
function isEmpty(feature: Feature, value: unknown): boolean {
  if (value == null || Number.isNaN(value)) return true;
  if (value === '') return feature.type !== 'text' || feature.nullable === true;
  return value === 'NaN' && (feature.type === 'number' || feature.type === 'integer');
}

/** The value of a cell; undefined for an empty one. */
function parseCell(feature: Feature, cell: unknown): unknown {
  const value = typeof cell === 'bigint' ? Number(cell) : cell;
  if (isEmpty(feature, value)) return undefined;
  return typeOf(feature).parseCell(feature, value);
}
