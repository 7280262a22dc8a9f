import {
  type ClassificationManifest,
  classReader,
  type Manifest,
  type ModelOutput,
  versionOf,
} from '../manifest/index.js';
import type { ReadResult } from './batcher.js';
import type { TensorData, Tensors } from '../tensors/index.js';
import { ModelOutputInvalid } from './inference.errors.js';

/** The prediction of a model for one row. */
export interface RowPrediction {
  /** The class, or the number of a regression. */
  readonly prediction: string | number;
  /** Probability of the predicted class; absent where the model gives none. */
  readonly probability?: number;
  /** One number per class, in the order of the manifest's classes; absent where the model gives none. */
  readonly probabilities?: readonly number[];
}

/** Classes that a message lists at most. */
const MAX_LISTED = 20;
/** How far rounding may put a probability outside 0 to 1. */
const TOLERANCE = 1e-5;
/** How far the probabilities of a row may sum from 1; graphs that compute in half precision need this much. */
const SUM_TOLERANCE = 1e-3;
const REMEDY = 'apply softmax or sigmoid to the scores in the graph';

/** Reads predictions from the output tensors of a run. */
export interface PredictionDecoder {
  /** The outputs it reads. */
  readonly outputs: readonly string[];
  /**
   * Reads the prediction of each row of the run.
   * @throws {ModelOutputInvalid} when the shape of the output, or the values of a row, break the manifest.
   */
  read(tensors: Tensors, rows: number): ReadResult<RowPrediction>;
}

/** How one output becomes the prediction of a row. */
interface OutputDecoder {
  readonly output: ModelOutput;
  readonly columns: number;
  /** What a row of the output is, for error messages. */
  readonly meaning: string;
  /** The prediction of a row, or the problem with its values. */
  readonly decode: (data: TensorData, row: number) => RowPrediction | string;
}

/**
 * The decoder of a model. Where there are probabilities they decide: against the threshold for a binary model, by the
 * largest for a multi-class one. A label output decides only without probabilities.
 */
export function createPredictionDecoder(manifest: Manifest): PredictionDecoder {
  const { output, columns, meaning, decode } = outputDecoderOf(manifest);
  const invalid = (reason: string) => new ModelOutputInvalid(versionOf(manifest), output.name, reason);
  return {
    outputs: [output.name],
    read(tensors, rows) {
      const { shape, data } = tensors[output.name]!;
      if (!holds(shape, rows, columns)) {
        throw invalid(`has shape ${JSON.stringify(shape)} for ${rows} rows, and ${meaning}`);
      }
      return (row) => {
        const prediction = decode(data, row);
        if (typeof prediction === 'string') throw invalid(prediction);
        return prediction;
      };
    },
  };
}

/** Rows come first; a single column may be left out. */
function holds(shape: readonly number[], rows: number, columns: number): boolean {
  const [first, ...others] = shape;
  return first === rows && others.reduce((product, size) => product * size, 1) === columns;
}

function outputDecoderOf(manifest: Manifest): OutputDecoder {
  if (manifest.task === 'regression') return valueDecoder(outputOf(manifest, 'value'));
  return manifest.outputs.some(({ role }) => role === 'probabilities')
    ? probabilityDecoder(manifest, outputOf(manifest, 'probabilities'))
    : labelDecoder(manifest, outputOf(manifest, 'label'));
}

/** The manifest's rules ensure that there is one. */
function outputOf({ name, outputs }: Manifest, role: ModelOutput['role']): ModelOutput {
  const output = outputs.find((each) => each.role === role);
  if (output === undefined) throw new Error(`The manifest of ${name} has no output with the role ${role}`);
  return output;
}

function valueDecoder(output: ModelOutput): OutputDecoder {
  return {
    output,
    columns: 1,
    meaning: 'a value is one number per row',
    decode(data, row) {
      const prediction = Number(data[row]);
      return Number.isFinite(prediction) ? { prediction } : `is ${prediction}, which is not a finite number`;
    },
  };
}

function probabilityDecoder(manifest: ClassificationManifest, output: ModelOutput): OutputDecoder {
  const classes: readonly string[] = manifest.classes;
  const columns = classes.length;
  const choose = chooser(manifest);
  return {
    output,
    columns,
    meaning: `probabilities are ${columns} numbers per row, one for each class`,
    decode(data, row) {
      const probabilities = new Array<number>(columns);
      for (let column = 0; column < columns; column++) {
        probabilities[column] = Number(data[row * columns + column]);
      }
      const problem = clipProbabilities(probabilities, classes);
      if (problem !== undefined) return problem;
      const chosen = choose(probabilities);
      return { prediction: classes[chosen]!, probability: probabilities[chosen], probabilities };
    },
  };
}

/**
 * Clips the probabilities of one row to 0 to 1 where rounding put them slightly outside.
 * @returns the problem, if they are not probabilities.
 */
function clipProbabilities(probabilities: number[], classes: readonly string[]): string | undefined {
  let sum = 0;
  for (const [place, probability] of probabilities.entries()) {
    if (!(probability >= -TOLERANCE && probability <= 1 + TOLERANCE)) {
      const remedy = Number.isNaN(probability) ? '' : `; ${REMEDY}`;
      return `is ${probability} for class ${classes[place]}, which is not a probability${remedy}`;
    }
    const clipped = Math.min(1, Math.max(0, probability));
    probabilities[place] = clipped;
    sum += clipped;
  }
  return Math.abs(sum - 1) <= SUM_TOLERANCE
    ? undefined
    : `has probabilities that sum to ${Number(sum.toPrecision(6))}, not 1; ${REMEDY}`;
}

/** Finds the place of the predicted class. */
function chooser(manifest: ClassificationManifest): (probabilities: readonly number[]) => number {
  if (manifest.task === 'multiclass') return largest;
  const positive = manifest.classes.indexOf(manifest.positive_class);
  const { threshold } = manifest;
  return (probabilities) => (probabilities[positive]! >= threshold ? positive : 1 - positive);
}

function largest(values: readonly number[]): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) {
    if (values[at]! > values[best]!) best = at;
  }
  return best;
}

function labelDecoder({ classes }: ClassificationManifest, output: ModelOutput): OutputDecoder {
  const classOf = classReader(classes, output);
  return {
    output,
    columns: 1,
    meaning: 'a label is one value per row',
    decode(data, row) {
      const prediction = classOf(data[row]);
      return prediction === undefined
        ? `is ${String(data[row])}, which is not one of the classes ${listed(classes)}`
        : { prediction };
    },
  };
}

function listed(classes: readonly string[]): string {
  const shown = classes.slice(0, MAX_LISTED).join(', ');
  return classes.length > MAX_LISTED ? `${shown} and ${classes.length - MAX_LISTED} more` : shown;
}
