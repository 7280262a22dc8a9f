import { MomentSums } from '@plumbline/evaluation';
import type { Outcome } from '@plumbline/client';

/** What a manifest says of the truth. */
interface TruthForm {
  readonly task: string;
  readonly classes: readonly string[] | null;
  readonly targets?: readonly string[] | undefined;
}

/** Makes a truth wrong by a rule that a new model can learn. */
export type Wrong = (truth: Outcome) => Outcome;

type Numbers = Readonly<Record<string, number>>;

/**
 * The truth in the cell `target` of a reference; undefined for an empty one, whose truth is unknown. Labels and several targets
 * are JSON, as in feedback.
 * @throws {Error} when it is not of the task
 */
export function readTruth(manifest: TruthForm, cell: string): Outcome | undefined {
  if (cell === '') return undefined;
  const isJson = manifest.task === 'multilabel' || manifest.targets !== undefined;
  if (isJson) return JSON.parse(cell) as Outcome;
  return manifest.task === 'regression' ? Number(cell) : cell;
}

/** Each class becomes the next one, each label that of the label before it; a number is mirrored about the mean. */
export function wrongTruth(manifest: TruthForm, truths: readonly Outcome[]): Wrong {
  const { classes } = manifest;
  if (classes === null) return mirror(truths);
  const next = (name: string) => classes[(classes.indexOf(name) + 1) % classes.length] ?? name;
  return (truth) => {
    if (typeof truth === 'string') return next(truth);
    if (!Array.isArray(truth)) return renamed(truth as Readonly<Record<string, boolean>>, next);
    const moved = new Set(truth.map(next));
    return classes.filter((name) => moved.has(name));
  };
}

/** The numbers of a truth or a prediction by target; the only target has no name. */
export function numbersOf(truth: Outcome): Numbers {
  return typeof truth === 'object' ? (truth as Numbers) : { '': Number(truth) };
}

/** Whether a truth or a prediction has each of the labels; null for a label that it leaves unknown. */
export function flagsOf(truth: Outcome, labels: readonly string[]): (boolean | null)[] {
  if (Array.isArray(truth)) return labels.map((name) => truth.includes(name));
  const known = new Map(Object.entries(truth));
  return labels.map((name) => (known.has(name) ? known.get(name) === true : null));
}

function renamed(truth: Readonly<Record<string, boolean>>, nameOf: (name: string) => string): Outcome {
  return Object.fromEntries(Object.entries(truth).map(([name, flag]) => [nameOf(name), flag]));
}

function mirror(truths: readonly Outcome[]): Wrong {
  const sums = new Map<string, MomentSums>();
  for (const truth of truths) {
    for (const [name, value] of Object.entries(numbersOf(truth))) {
      const known = sums.get(name) ?? new MomentSums();
      sums.set(name, known);
      known.add(value);
    }
  }
  const mirrored = (name: string, value: number) =>
    Number((2 * (sums.get(name)?.mean ?? 0) - value).toPrecision(12));
  return (truth) => {
    if (typeof truth !== 'object') return mirrored('', Number(truth));
    return Object.fromEntries(
      Object.entries(numbersOf(truth)).map(([name, value]) => [name, mirrored(name, value)]),
    );
  };
}
