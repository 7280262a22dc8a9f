import type { Mode } from '../comparison/index.js';
import {
  accuracy,
  classScores,
  ConfusionCounts,
  regressionQuality,
  type RegressionQuality,
  type Scores,
  windowScores,
} from '../quality/index.js';
import { compareCategories, isMissing, kindOf, type RawColumn, type RawValue } from '../samples/index.js';

/** What a model predicts: classes or numbers. */
export type Task = 'classification' | 'regression';

/** The quality of predicted classes, over the rows with a target and a prediction. */
export interface ClassificationQuality extends Scores {
  readonly task: 'classification';
  readonly rows: number;
  readonly accuracy: number | undefined;
  /** By class, which is in text form. */
  readonly classes: Readonly<Record<string, Scores>>;
}

/** The quality of predicted numbers, over the rows with a finite target and prediction. */
export interface NumberQuality extends RegressionQuality {
  readonly task: 'regression';
}

/** The quality of a model on one table. */
export type ModelQuality = ClassificationQuality | NumberQuality;

/** The target and the prediction of every row of a table. */
export interface Labelled {
  readonly target: RawColumn;
  readonly prediction: RawColumn;
}

/** Evidently's default positive class. */
const POSITIVE = '1';

/** From this many distinct numbers, a target is a quantity rather than a class, as in Evidently. */
const MIN_NUMBERS = 5;

/** The task that a target is of: regression if it has at least five distinct numbers and nothing else. */
export function taskOf(target: RawColumn): Task {
  if (kindOf(target) !== 'numerical') return 'classification';
  const distinct = new Set(Array.from(target).filter((value) => !isMissing(value))).size;
  return distinct >= MIN_NUMBERS ? 'regression' : 'classification';
}

/** Errors of numbers. In mode `evidently`, a reference leaves out targets near zero, current data count them as 100 %. */
function numberQuality(
  { target, prediction }: Labelled,
  mode: Mode,
  nearZero: 'replace' | 'drop',
): NumberQuality {
  return {
    task: 'regression',
    ...regressionQuality(numbersOf(target), numbersOf(prediction), { mode, nearZero }),
  };
}

function numbersOf(values: RawColumn): Float64Array {
  return Float64Array.from(Array.from(values), (value) => (typeof value === 'number' ? value : NaN));
}

/** Scores of classes. @param classes every class, in text form. @param positiveClass `1` by default, if it is one of two. */
function classQuality(
  labelled: Labelled,
  classes: readonly string[],
  mode: Mode,
  positiveClass = classes.length === 2 && classes.includes(POSITIVE) ? POSITIVE : undefined,
): ClassificationQuality {
  const counts = new ConfusionCounts(classes);
  for (const [actual, predicted] of labelledRows(labelled)) counts.add(actual, predicted);
  return {
    task: 'classification',
    rows: counts.total,
    accuracy: accuracy(counts),
    ...scoresOf(counts, mode, positiveClass),
    classes: Object.fromEntries(classes.map((name) => [name, classScores(counts.of(name))])),
  };
}

/** The quality of the reference and of the current data; null for a table without target or prediction. */
export interface QualityChange {
  readonly reference: ModelQuality | null;
  readonly current: ModelQuality | null;
}

/** Measures both tables for the same task and classes. @param positiveClass in text form. */
export function compareQuality(
  reference: Labelled | null,
  current: Labelled | null,
  { mode, task, positiveClass }: { mode: Mode; task: Task; positiveClass: string | undefined },
): QualityChange {
  if (task === 'regression') {
    return {
      reference: reference && numberQuality(reference, mode, 'drop'),
      current: current && numberQuality(current, mode, 'replace'),
    };
  }
  const classes = classesOf([reference, current].filter((table) => table !== null));
  const measure = (table: Labelled | null) => table && classQuality(table, classes, mode, positiveClass);
  return { reference: measure(reference), current: measure(current) };
}

function scoresOf(counts: ConfusionCounts, mode: Mode, positiveClass: string | undefined): Scores {
  const { precision, recall, f1 } = windowScores(counts, { mode, positiveClass });
  return { precision, recall, f1 };
}

/** Every class that occurs as target or prediction of a complete row, in text form: numbers in order, then texts. */
function classesOf(tables: readonly Labelled[]): string[] {
  const values = new Set<string | number>();
  for (const { target, prediction } of tables) {
    for (const column of [target, prediction]) {
      for (let row = 0; row < column.length; row++) {
        const value = column[row];
        if (isLabel(value)) values.add(typeof value === 'boolean' ? Number(value) : value);
      }
    }
  }
  return [...new Set([...values].sort(compareCategories).map(String))];
}

function* labelledRows({ target, prediction }: Labelled): Generator<readonly [string, string]> {
  for (let row = 0; row < target.length; row++) {
    const [actual, predicted] = [target[row], prediction[row]];
    if (isLabel(actual) && isLabel(predicted)) yield [textOf(actual), textOf(predicted)];
  }
}

function isLabel(value: RawValue): value is string | number | boolean {
  return !isMissing(value) && value !== Infinity && value !== -Infinity;
}

/** A class in text form; booleans are 0 and 1, as in Python. */
export function textOf(value: string | number | boolean): string {
  return String(typeof value === 'boolean' ? Number(value) : value);
}
