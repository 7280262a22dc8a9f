import type { Manifest, Tensor } from '../../../../predict/dist/models/index.js';
import { UsageError } from '../../command-line/index.js';
import type { GraphTensor } from '../graph/index.js';
import type { Column } from '../rows/index.js';
import { guessClasses, guessPositive } from './guess-classes.js';
import type { Guesses } from './guesses.js';

/** An output of the graph and what it gave for some rows. */
export interface SampledOutput {
  readonly output: GraphTensor;
  readonly sample: Tensor;
}

/** The part of a manifest that says what the model answers. */
export type Task = Pick<
  Manifest,
  'task' | 'classes' | 'positive_class' | 'threshold' | 'f1_average' | 'outputs'
>;

/** What the user settles about the answers. */
export interface TaskOptions {
  readonly task?: string;
  readonly classes?: readonly string[];
  readonly positive?: string;
  readonly threshold?: number;
  readonly f1Average?: string;
}

/** What is known about the model and its ground truth. */
export interface TaskEvidence {
  readonly outputs: readonly SampledOutput[];
  readonly target: Column;
  /** The classes that the graph lists. */
  readonly classes: readonly string[] | undefined;
}

const BINARY_AVERAGES = ['binary', 'macro', 'micro', 'weighted'] as const;
const MULTICLASS_AVERAGES = ['macro', 'micro', 'weighted'] as const;

/** How far rounding may put a probability outside 0 to 1, and the sum of a row from 1. */
const TOLERANCE = 1e-3;

/**
 * Guesses task, classes and the roles of the outputs.
 * @throws {UsageError} when no output answers in a way that predict reads
 */
export async function guessTask(
  evidence: TaskEvidence,
  options: TaskOptions,
  guesses: Guesses,
): Promise<Task> {
  const label = evidence.outputs.find(isLabel);
  const scores = evidence.outputs.filter(isNumeric);
  const task = options.task ?? (await taskOf(evidence, label, scores, guesses));
  if (task === 'regression') return regression(scores);
  const probabilities = scores.find(({ sample }) => columnsOf(sample) > 1 && areProbabilities(sample));
  const read = probabilities ?? label;
  if (read === undefined) throw new UsageError(noAnswer(evidence.outputs));
  const columns = probabilities === undefined ? undefined : columnsOf(probabilities.sample);
  const classes = options.classes ?? (await guessClasses({ ...evidence, columns }, guesses));
  return classification({ read, classes, isLabel: probabilities === undefined }, options, guesses);
}

async function taskOf(
  { target }: TaskEvidence,
  label: SampledOutput | undefined,
  scores: readonly SampledOutput[],
  guesses: Guesses,
): Promise<string> {
  const values = new Set(target.cells.filter((cell) => cell !== null));
  const isWide = scores.some(({ sample }) => columnsOf(sample) > 1);
  const isClassifier =
    label !== undefined || isWide || [...values].some((value) => typeof value !== 'number');
  const what = {
    what: 'the task',
    flag: '--task',
    choices: ['binary', 'multiclass', 'regression'],
    sure: true,
  };
  if (!isClassifier) {
    return guesses.decide({
      ...what,
      value: 'regression',
      sure: values.size > 2,
      why: `the graph answers one number, and ${target.name} has ${values.size} values`,
    });
  }
  const value = values.size > 2 ? 'multiclass' : 'binary';
  return guesses.decide({ ...what, value, why: `${target.name} has ${values.size} values` });
}

function regression(scores: readonly SampledOutput[]): Task {
  const output = scores.find(({ sample }) => columnsOf(sample) === 1);
  if (output === undefined) throw new UsageError('No output of the graph is one number per row');
  return {
    task: 'regression',
    classes: null,
    positive_class: null,
    threshold: null,
    f1_average: null,
    outputs: [outputOf(output, 'value')],
  };
}

interface Answer {
  readonly read: SampledOutput;
  readonly classes: readonly string[];
  readonly isLabel: boolean;
}

async function classification(
  { read, classes, isLabel }: Answer,
  options: TaskOptions,
  guesses: Guesses,
): Promise<Task> {
  const outputs = [outputOf(read, isLabel ? 'label' : 'probabilities')];
  const [first, second, ...more] = classes;
  if (first !== undefined && second !== undefined && more.length === 0) {
    return {
      task: 'binary',
      classes: [first, second],
      positive_class: options.positive ?? (await guessPositive(classes, guesses)),
      threshold: options.threshold ?? 0.5,
      f1_average: averageOf(options.f1Average, 'binary', BINARY_AVERAGES),
      outputs,
    };
  }
  return {
    task: 'multiclass',
    classes: [...classes],
    positive_class: null,
    threshold: null,
    f1_average: averageOf(options.f1Average, 'weighted', MULTICLASS_AVERAGES),
    outputs,
  };
}

function averageOf<Average extends string>(
  given: string | undefined,
  usual: Average,
  possible: readonly Average[],
): Average {
  const average = possible.find((each) => each === (given ?? usual));
  if (average !== undefined) return average;
  throw new UsageError(`--f1-average must be one of ${possible.join(', ')}, not ${given}`);
}

type Role = Task['outputs'][number]['role'];

function outputOf({ output, sample }: SampledOutput, role: Role): Task['outputs'][number] {
  const shape = sample.shape.map((size, axis) => (axis === 0 ? -1 : size));
  return { name: output.name, datatype: sample.datatype, shape, role };
}

/** A label is a text or a whole number per row. */
function isLabel({ sample }: SampledOutput): boolean {
  return columnsOf(sample) === 1 && (sample.datatype === 'BYTES' || /INT/.test(sample.datatype));
}

function isNumeric({ sample }: SampledOutput): boolean {
  return sample.datatype.startsWith('FP');
}

function areProbabilities(sample: Tensor): boolean {
  const columns = columnsOf(sample);
  const values = Array.from(sample.data, Number);
  const isShare = values.every((value) => value >= -TOLERANCE && value <= 1 + TOLERANCE);
  return (
    isShare &&
    values.every((_, at) => at % columns > 0 || Math.abs(sumOf(values, at, columns) - 1) < TOLERANCE)
  );
}

function sumOf(values: readonly number[], start: number, count: number): number {
  return values.slice(start, start + count).reduce((sum, value) => sum + value, 0);
}

/** Numbers or texts per row. */
function columnsOf({ shape: [, ...columns] }: Tensor): number {
  return columns.reduce((product, size) => product * size, 1);
}

function noAnswer(outputs: readonly SampledOutput[]): string {
  const given = outputs.map(({ output, sample }) => `${output.name} (${columnsOf(sample)} numbers per row)`);
  return `No output of the graph is a label or the probabilities of the classes; it has ${given.join(', ')}`;
}
