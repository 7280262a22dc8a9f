import { UsageError } from '../../command-line/index.js';
import { averageFor } from './f1-average.js';
import { guessAnomaly } from './guess-anomaly.js';
import { guessClasses, guessPositive } from './guess-classes.js';
import type { Guesses } from './guesses.js';
import {
  areProbabilities,
  areShares,
  columnsOf,
  isLabel,
  isNumeric,
  type SampledOutput,
} from './sampled-output.js';
import { targetKind } from './target.js';
import {
  noAnswer,
  type OutputDraft,
  outputOf,
  type TaskDraft,
  type TaskEvidence,
  type TaskName,
  type TaskOptions,
  TASKS,
  type TaskWork,
} from './task-draft.js';

/**
 * Guesses task, classes and the roles of the outputs.
 * @throws {UsageError} when no output answers in a way that predict reads
 */
export async function guessTask(
  evidence: TaskEvidence,
  options: TaskOptions,
  guesses: Guesses,
): Promise<TaskDraft> {
  const outputs = evidence.outputs.filter(({ output }) => options.output[output.name] !== 'ignored');
  const scores = outputs.filter(isNumeric);
  const work = { ...evidence, outputs, scores, label: outputs.find(isLabel), options, guesses };
  const task = options.task ?? (await taskOf(work));
  const draft = await drafts[task](work);
  checkOptions(draft, options);
  const [read] = draft.outputs;
  await guesses.decide({
    what: 'the answer',
    value: `${read?.role} in output ${read?.name}`,
    why: options.output[read?.name ?? ''] === undefined ? 'from its numbers' : 'as you say',
    sure: true,
    flag: '--output',
  });
  return { ...draft, outputs: [...draft.outputs, ...embeddings(outputs, draft)] };
}

/** @throws {UsageError} for an option that the task has no use for */
function checkOptions(draft: TaskDraft, { positive, threshold }: TaskOptions): void {
  const { task, positive_class, threshold: one, thresholds } = draft;
  if (positive !== undefined && positive_class === null)
    throw new UsageError(`--positive is for binary models, and this is ${task}`);
  if (threshold !== undefined && one === null && thresholds === undefined)
    throw new UsageError(`--threshold is for binary, multilabel and anomaly models, and this is ${task}`);
}

const drafts: Readonly<Record<TaskName, (work: TaskWork) => TaskDraft | Promise<TaskDraft>>> = {
  binary: classification,
  multiclass: classification,
  multilabel,
  regression,
  anomaly: guessAnomaly,
};

async function taskOf({ target, label, scores, classes, guesses }: TaskWork): Promise<TaskName> {
  const kind = targetKind(target);
  const isWide = scores.some(({ sample }) => columnsOf(sample) > 1);
  const guess = (value: TaskName, why: string, sure = true) =>
    guesses.decide({
      what: 'the task',
      flag: '--task',
      choices: TASKS,
      value,
      why,
      sure,
    }) as Promise<TaskName>;
  if (kind.type === 'labels') return guess('multilabel', 'a row has several labels');
  if (kind.type === 'numbers') return guess('regression', `the targets are ${target.columns.length} numbers`);
  const { name, distinct, areNumbers } = kind;
  if (isOutlierLabel(label) && classes === undefined) return guess('anomaly', 'the labels are -1 and 1');
  if (label === undefined && !isWide && areNumbers && distinct > 2) {
    return guess('regression', `the graph answers one number, and ${name} has ${distinct} values`);
  }
  if (classes !== undefined && classes.length > distinct) {
    return guess(classes.length > 2 ? 'multiclass' : 'binary', `the graph lists ${classes.length} classes`);
  }
  const value = distinct > 2 ? 'multiclass' : 'binary';
  return guess(value, `${name} has ${distinct} values`, distinct < 20 || !areNumbers);
}

/** Detectors of outliers answer -1 for them and 1 for all others. */
function isOutlierLabel(label: SampledOutput | undefined): boolean {
  return label !== undefined && label.sample.data.map(Number).every((value) => Math.abs(value) === 1);
}

function regression({ scores, target, options }: TaskWork): TaskDraft {
  const names = target.columns.map(({ name }) => name);
  const output =
    chosen(scores, 'value', options) ?? scores.find(({ sample }) => columnsOf(sample) === names.length);
  if (output === undefined)
    throw new UsageError(noAnswer(scores, `${names.length} numbers per row, for ${names.join(', ')}`));
  return {
    task: 'regression',
    classes: null,
    positive_class: null,
    threshold: null,
    f1_average: null,
    ...(names.length > 1 && { targets: names }),
    outputs: [outputOf(output, names.length > 1 ? 'values' : 'value')],
  };
}

async function multilabel({ scores, target, options }: TaskWork): Promise<TaskDraft> {
  const kind = targetKind(target);
  const labels = options.classes ?? (kind.type === 'labels' ? kind.labels : []);
  const output = scores.find(({ sample }) => columnsOf(sample) === labels.length);
  if (output === undefined)
    throw new UsageError(noAnswer(scores, `${labels.length} numbers per row, for ${labels.join(', ')}`));
  return Promise.resolve({
    task: 'multilabel',
    classes: labels,
    positive_class: null,
    threshold: null,
    thresholds: options.threshold ?? 0.5,
    f1_average: averageFor('multilabel', options.f1Average),
    outputs: [outputOf(output, areShares(output.sample) ? 'probabilities' : 'logits')],
  });
}

async function classification(work: TaskWork): Promise<TaskDraft> {
  const { options, guesses } = work;
  const read = readOutput(work);
  const columns =
    read.role === 'probabilities' || (read.role === 'logits' && read.columns > 1) ? read.columns : undefined;
  const classes = await guessClasses({ ...work, columns, given: options.classes }, guesses);
  const [first, second, ...more] = classes;
  const outputs = [read.draft];
  if (first !== undefined && second !== undefined && more.length === 0) {
    return {
      task: 'binary',
      classes,
      positive_class: options.positive ?? (await guessPositive(classes, guesses)),
      threshold: options.threshold ?? 0.5,
      f1_average: averageFor('binary', options.f1Average),
      outputs,
    };
  }
  const f1_average = averageFor('multiclass', options.f1Average);
  return { task: 'multiclass', classes, positive_class: null, threshold: null, f1_average, outputs };
}

/** Probabilities come before labels, and labels before scores, which may be no logits. */
function readOutput({ scores, label, outputs, options }: TaskWork) {
  const wide = scores.filter(({ sample }) => columnsOf(sample) > 1);
  const single = scores.filter(({ sample }) => columnsOf(sample) === 1);
  const candidates: readonly [string, SampledOutput | undefined][] = [
    ['probabilities', wide.find(({ sample }) => areProbabilities(sample))],
    ['probability', label === undefined ? single.find(({ sample }) => areShares(sample)) : undefined],
    ['label', label],
    ['logits', wide[0] ?? single[0]],
  ];
  const given = outputs.find(({ output }) => options.output[output.name] !== undefined);
  const [role, found] =
    given === undefined
      ? (candidates.find(([, output]) => output !== undefined) ?? [])
      : [options.output[given.output.name], given];
  if (role === undefined || found === undefined)
    throw new UsageError(noAnswer(outputs, 'a class or its probability'));
  return { role, columns: columnsOf(found.sample), draft: outputOf(found, role) };
}

function chosen(outputs: readonly SampledOutput[], role: string, { output: roles }: TaskOptions) {
  return outputs.find(({ output }) => roles[output.name]?.startsWith(role));
}

const EMBEDDING = /embed|feature|hidden|latent/i;

/** Outputs that are named like an embedding and not read for the answer. */
function embeddings(outputs: readonly SampledOutput[], { outputs: read }: TaskDraft): OutputDraft[] {
  const others = outputs.filter(({ output, sample }) => {
    return (
      EMBEDDING.test(output.name) &&
      isNumeric({ output, sample }) &&
      read.every(({ name }) => name !== output.name)
    );
  });
  return others.slice(0, 1).map((output) => outputOf(output, 'embedding'));
}
