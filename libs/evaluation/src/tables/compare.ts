import type { DriftFailure, Mode } from '../comparison/index.js';
import {
  type DatasetDrift,
  datasetDrift,
  type DatasetDriftOptions,
  type FeatureDrift,
  type FeatureSamples,
} from '../drift/index.js';
import {
  categoryChange,
  type CategoryChange,
  columnQuality,
  type ColumnQuality,
  numericColumnQuality,
  type NumericColumnQuality,
} from '../quality/index.js';
import {
  categorical,
  isIntegerArray,
  kindOf,
  numeric,
  type RawColumn,
  type Sample,
} from '../samples/index.js';
import { type ColumnKind, columnKind, isWhole } from './column-kind.js';
import {
  compareQuality,
  type Labelled,
  type QualityChange,
  type Task,
  taskOf,
  textOf,
} from './model-quality.js';
import { type Columns, columnsOf, type Table } from './table.js';

/** Options of `compare`. */
export interface CompareOptions extends DatasetDriftOptions {
  /** The columns to compare; all of the reference by default. */
  readonly columns?: readonly string[];
  /** The kinds of columns; `columnKind` infers the others from the reference. */
  readonly kinds?: Readonly<Record<string, ColumnKind>>;
  /** The column with the ground truth. It and `prediction` are also compared like any other column. */
  readonly target?: string;
  /** The column with the predicted class or number. */
  readonly prediction?: string;
  /** By default regression if the target of the reference has at least five distinct numbers and nothing else. */
  readonly task?: Task;
  /** The class that precision, recall and F1 are of; `1` by default, if it is one of two. Without one, the macro average. */
  readonly positiveClass?: string | number | boolean;
}

/** How a column of the current data differs from the reference. */
export interface ColumnComparison {
  readonly kind: ColumnKind;
  /** Null when it has no score. */
  readonly drift: FeatureDrift | null;
  /** Why it has no score; null when it has one. */
  readonly failure: DriftFailure | 'text' | null;
  readonly reference: ColumnQuality | NumericColumnQuality;
  readonly current: ColumnQuality | NumericColumnQuality;
  /** New and unused categories; null unless the column is categorical. */
  readonly categories: CategoryChange | null;
}

/** How a table differs from the reference. */
export interface TableComparison extends Omit<DatasetDrift, 'features' | 'failures'> {
  readonly columns: Readonly<Record<string, ColumnComparison>>;
  /** Null unless both `target` and `prediction` are named. */
  readonly quality: QualityChange | null;
}

/**
 * Compares a table with the reference: drift of every column and of the whole, quality of the data, and quality of the model where
 * the columns with target and prediction are named. Columns that only the current data have are left out.
 * @throws RangeError for a column that does not exist or whose values contradict its kind.
 * @throws DriftUndefined in mode `evidently`, for a column without a score, as Evidently fails then.
 */
export function compare(reference: Table, current: Table, options: CompareOptions = {}): TableComparison {
  const tables = { reference: columnsOf(reference), current: columnsOf(current) };
  const task = taskFor(tables.reference, options);
  const pairs = Object.fromEntries(
    comparedNames(tables, options).map((name) => [name, columnPair(name, tables, task, options)]),
  );
  const samples = Object.entries(pairs).filter(([, { kind }]) => kind !== 'text');
  const { features, failures, ...summary } = datasetDrift(
    Object.fromEntries(samples.map(([name, pair]) => [name, samplesOf(pair, options.mode)])),
    options,
  );
  const columns = Object.entries(pairs).map(([name, pair]): [string, ColumnComparison] => [
    name,
    {
      kind: pair.kind,
      drift: features[name] ?? null,
      failure: pair.kind === 'text' ? 'text' : (failures[name] ?? null),
      reference: qualityOf(pair.kind, pair.reference),
      current: qualityOf(pair.kind, pair.current),
      categories: pair.kind === 'categorical' ? categoryChange(pair.reference, pair.current) : null,
    },
  ]);
  return { ...summary, columns: Object.fromEntries(columns), quality: qualityFor(tables, task, options) };
}

/** Both tables. */
interface Tables {
  readonly reference: Columns;
  readonly current: Columns;
}

/** A column of both tables. */
interface ColumnPair {
  readonly kind: ColumnKind;
  readonly reference: RawColumn;
  readonly current: RawColumn;
}

/** Target and prediction may be absent from the current data, whose labels often come later. */
function comparedNames({ reference, current }: Tables, options: CompareOptions): readonly string[] {
  const { columns, target, prediction } = options;
  if (columns !== undefined) return columns;
  const outcomes = [target, prediction];
  return Object.keys(reference).filter((name) => !outcomes.includes(name) || Object.hasOwn(current, name));
}

function columnPair(name: string, tables: Tables, task: Task | null, options: CompareOptions): ColumnPair {
  const reference = columnOf(tables.reference, name, 'the reference has');
  const isOutcome = name === options.target || name === options.prediction;
  const outcomeKind = isOutcome && task !== null ? outcomeKinds[task] : undefined;
  const kind = options.kinds?.[name] ?? outcomeKind ?? columnKind(reference, options.mode ?? 'robust');
  if (kind === 'numerical' && kindOf(reference) !== 'numerical') {
    throw new RangeError(`column "${name}" of the reference is numerical and has values that are no numbers`);
  }
  return { kind, reference, current: columnOf(tables.current, name, 'the current data have') };
}

const outcomeKinds = { classification: 'categorical', regression: 'numerical' } as const;

function columnOf(columns: Columns, name: string, where: string): RawColumn {
  const values = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (values === undefined) throw new RangeError(`${where} no column "${name}"`);
  return values;
}

function samplesOf({ kind, reference, current }: ColumnPair, mode: Mode = 'robust'): FeatureSamples {
  return { reference: sampleOf(kind, reference, mode), current: sampleOf(kind, current, mode) };
}

/** Of current values of another type a sample of their own kind, which cannot be compared. */
function sampleOf(kind: ColumnKind, values: RawColumn, mode: Mode): Sample {
  if (kind !== 'numerical' || kindOf(values) !== 'numerical') return categorical(values);
  return numeric(values as ArrayLike<number | null | undefined>, {
    integer: mode === 'evidently' ? isWhole(values) : isIntegerArray(values),
    infinities: mode === 'evidently' ? 'keep-without-nulls' : 'drop',
  });
}

function qualityOf(kind: ColumnKind, values: RawColumn): ColumnQuality | NumericColumnQuality {
  const isNumeric = kind === 'numerical' && kindOf(values) === 'numerical';
  return isNumeric
    ? numericColumnQuality(values as ArrayLike<number | null | undefined>)
    : columnQuality(values);
}

function taskFor(reference: Columns, { target, task }: CompareOptions): Task | null {
  if (task !== undefined || target === undefined) return task ?? null;
  return taskOf(columnOf(reference, target, 'the reference has'));
}

function qualityFor(tables: Tables, task: Task | null, options: CompareOptions): QualityChange | null {
  const { mode = 'robust', target, prediction, positiveClass } = options;
  if (target === undefined || prediction === undefined || task === null) return null;
  const labelled = (columns: Columns): Labelled | null => {
    const [actual, predicted] = [columns[target], columns[prediction]];
    return actual && predicted ? { target: actual, prediction: predicted } : null;
  };
  return compareQuality(labelled(tables.reference), labelled(tables.current), {
    mode,
    task,
    positiveClass: positiveClass === undefined ? undefined : textOf(positiveClass),
  });
}
