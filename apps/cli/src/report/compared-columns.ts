import type { ColumnKind, Columns, CompareOptions, RawColumn } from '@plumbline/evaluation';
import type { Manifest } from '../../../predict/dist/models/index.js';
import type { Cell, Table } from '../add/rows/index.js';
import { UsageError } from '../command-line/index.js';

/** How the person who runs the command wants the files to be compared. */
export interface ReportFlags {
  readonly target?: string;
  readonly prediction?: string;
  readonly positive?: string;
  readonly mode: 'robust' | 'evidently';
}

interface Note {
  readonly description: string;
  readonly unit?: string;
}

/** Both files as columns, and how they are compared. */
interface Comparison {
  readonly reference: Columns;
  readonly current: Columns;
  readonly options: CompareOptions;
  readonly notes: Readonly<Record<string, Note>>;
}

/** What each type of feature is compared as; the others are not. */
const KINDS: Readonly<Record<string, ColumnKind>> = {
  number: 'numerical',
  integer: 'numerical',
  category: 'categorical',
  boolean: 'categorical',
  text: 'text',
};

/** The names that published reference data use. */
const PUBLISHED = { target: 'target', prediction: 'prediction' } as const;

/**
 * What is compared with what. Without a manifest these are all columns of the reference that hold single values.
 * @throws {UsageError} naming a column that is not there, and those that are
 */
export function comparisonOf(
  reference: Table,
  current: Table,
  flags: ReportFlags,
  manifest?: Manifest,
): Comparison {
  const outcomes = outcomesOf(reference, flags, manifest);
  const features = manifest?.features.filter(({ type }) => KINDS[type] !== undefined);
  const names = features?.map(({ name }) => name) ?? comparableNames(reference, Object.values(outcomes));
  if (names.length === 0) throw new UsageError('the reference has no columns of numbers or texts to compare');
  for (const name of names) {
    requireColumn(reference, name, 'the reference');
    requireColumn(current, name, 'the current file');
  }
  const given = Object.values(outcomes).filter((name) => current.column(name) !== undefined);
  const all = [...names, ...given];
  const positive = flags.positive ?? positiveOf(manifest);
  return {
    reference: columnsOf(reference, [...names, ...Object.values(outcomes)]),
    current: columnsOf(current, all),
    options: {
      ...outcomes,
      ...(positive !== undefined && { positiveClass: positive }),
      mode: flags.mode,
      columns: all,
      kinds: Object.fromEntries(features?.map(({ name, type }) => [name, KINDS[type] ?? 'text']) ?? []),
    },
    notes: Object.fromEntries(
      features?.map(({ name, description = name, unit }) => [name, { description, ...(unit && { unit }) }]) ??
        [],
    ),
  };
}

/** @throws {UsageError} for a target or prediction that the reference lacks */
function outcomesOf(
  reference: Table,
  { target, prediction }: ReportFlags,
  manifest: Manifest | undefined,
): Pick<CompareOptions, 'target' | 'prediction'> & Record<string, string> {
  if (target !== undefined) requireColumn(reference, target, 'the reference');
  if (prediction !== undefined) requireColumn(reference, prediction, 'the reference');
  const published = (role: keyof typeof PUBLISHED) =>
    manifest && reference.column(PUBLISHED[role]) ? PUBLISHED[role] : undefined;
  const found = { target: target ?? published('target'), prediction: prediction ?? published('prediction') };
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function positiveOf(manifest: Manifest | undefined): string | undefined {
  return manifest && 'positive_class' in manifest && typeof manifest.positive_class === 'string'
    ? manifest.positive_class
    : undefined;
}

/** The columns that are compared by themselves: lists and images are not. */
function comparableNames(table: Table, outcomes: readonly string[]): string[] {
  return table.columns
    .filter(({ name, cells }) => !outcomes.includes(name) && cells.every(isSingle))
    .map(({ name }) => name);
}

function isSingle(cell: Cell): cell is Exclude<Cell, readonly unknown[]> {
  return !Array.isArray(cell);
}

function requireColumn(table: Table, name: string, where: string): void {
  if (table.column(name) !== undefined) return;
  const names = table.columns.map((column) => column.name).join(', ');
  throw new UsageError(`${where} has no column ${name}; it has ${names}`);
}

function columnsOf(table: Table, names: readonly string[]): Columns {
  return Object.fromEntries(names.map((name): [string, RawColumn] => [name, valuesOf(table, name)]));
}

function valuesOf(table: Table, name: string): RawColumn {
  return (table.column(name)?.cells ?? []).map((cell) => (isSingle(cell) ? cell : null));
}
