import type { Guesses } from './guesses.js';
import { columnsOf, type SampledOutput } from './sampled-output.js';
import type { Target } from './target.js';

/** The tasks that a user can choose with `--task`. */
export const TASKS = ['binary', 'multiclass', 'multilabel', 'regression', 'anomaly'] as const;
export type TaskName = (typeof TASKS)[number];

/** An output as `manifest.json` has it. */
export interface OutputDraft {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly role: string;
}

/** The part of a manifest that says what the model answers. */
export interface TaskDraft {
  readonly task: TaskName;
  readonly classes: readonly string[] | null;
  readonly positive_class: string | null;
  readonly f1_average: string | null;
  readonly outputs: readonly OutputDraft[];
  readonly [key: string]: unknown;
}

/** What the user settles about the answers. */
export interface TaskOptions {
  readonly task?: TaskName;
  readonly classes?: readonly string[];
  readonly positive?: string;
  readonly threshold?: number;
  readonly anomalyIf?: 'above' | 'below';
  readonly f1Average?: string;
  /** Roles by the name of the output. */
  readonly output: Readonly<Record<string, string>>;
}

/** What is known about the model and its ground truth. */
export interface TaskEvidence {
  readonly outputs: readonly SampledOutput[];
  readonly target: Target;
  /** The classes that the graph lists. */
  readonly classes: readonly string[] | undefined;
}

/** What the drafts of all tasks are made from. */
export interface TaskWork extends TaskEvidence {
  readonly scores: readonly SampledOutput[];
  readonly label: SampledOutput | undefined;
  readonly options: TaskOptions;
  readonly guesses: Guesses;
}

/** An output of the manifest. */
export function outputOf({ output, sample }: SampledOutput, role: string): OutputDraft {
  // Some graphs declare another shape than they give; predict compares the number of dimensions.
  const given = sample.shape.map((size, axis) => (axis === 0 ? (output.shape?.[0] ?? -1) : size));
  const shape = output.shape === undefined || output.shape.length === given.length ? given : output.shape;
  return { name: output.name, datatype: sample.datatype, shape, role };
}

/** The sentence about a graph without an output that is needed. */
export function noAnswer(outputs: readonly SampledOutput[], wanted: string): string {
  const given = outputs.map(
    ({ output, sample }) => `${output.name} (${sample.datatype}, ${columnsOf(sample)} per row)`,
  );
  return `No output of the graph is ${wanted}; it has ${given.join(', ') || 'no tensors of numbers'}`;
}
