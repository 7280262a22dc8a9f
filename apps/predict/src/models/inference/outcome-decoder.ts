import {
  type ClassificationManifest,
  classReader,
  type Manifest,
  type ModelOutput,
  versionOf,
} from '../manifest/index.js';
import type { Outcome } from './served-model.js';
import type { ReadResult } from './batcher.js';
import { ModelOutputInvalid } from './inference.errors.js';
import { clipProbabilities } from './probabilities.js';
import type { Tensor, TensorData, Tensors } from './tensor.js';

/** Classes that a message names. */
const MAX_LISTED = 20;

/** Reads what a model says about rows out of the tensors of their run. */
export interface OutcomeDecoder {
  /** The outputs it reads. */
  readonly outputs: readonly string[];
  /**
   * Reads the outcome of each of the rows that were run.
   * @throws {ModelOutputInvalid} when the output does not have the shape, or a row not the values, that the manifest promises.
   */
  read(tensors: Tensors, rows: number): ReadResult<Outcome>;
}

/** How one output becomes the outcome of a row. */
interface OutputDecoder {
  readonly output: ModelOutput;
  readonly columns: number;
  /** What a row of the output is, for people. */
  readonly meaning: string;
  /** The outcome of a row, or what is wrong with it. */
  readonly decode: (data: TensorData, row: number) => Outcome | string;
}

/**
 * The decoder of a model. Probabilities decide where there are any: against the threshold for a binary model,
 * by the largest for a multi-class one. A label output decides only where there are none.
 */
export function createOutcomeDecoder(manifest: Manifest): OutcomeDecoder {
  const { output, columns, meaning, decode } = outputDecoderOf(manifest);
  const invalid = (reason: string) => new ModelOutputInvalid(versionOf(manifest), output.name, reason);
  return {
    outputs: [output.name],
    read(tensors, rows) {
      const { shape, data } = tensors[output.name] as Tensor;
      if (!holds(shape, rows, columns)) {
        throw invalid(`has shape ${JSON.stringify(shape)} for ${rows} rows, and ${meaning}`);
      }
      return (row) => {
        const outcome = decode(data, row);
        if (typeof outcome === 'string') throw invalid(outcome);
        return outcome;
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
  const withRole = (role: ModelOutput['role']) => manifest.outputs.find((output) => output.role === role);
  // The manifest's rules see to it that there is one of them.
  if (manifest.task === 'regression') return valueDecoder(withRole('value') as ModelOutput);
  const probabilities = withRole('probabilities');
  return probabilities === undefined
    ? labelDecoder(manifest, withRole('label') as ModelOutput)
    : probabilityDecoder(manifest, probabilities);
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
      return { prediction: classes[chosen] as string, probability: probabilities[chosen], probabilities };
    },
  };
}

/** Finds the place of the predicted class. */
function chooser(manifest: ClassificationManifest): (probabilities: readonly number[]) => number {
  if (manifest.task === 'multiclass') return largest;
  const positive = manifest.classes.indexOf(manifest.positive_class);
  const { threshold } = manifest;
  return (probabilities) => ((probabilities[positive] as number) >= threshold ? positive : 1 - positive);
}

function largest(values: readonly number[]): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) {
    if ((values[at] as number) > (values[best] as number)) best = at;
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
