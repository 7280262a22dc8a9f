import type { ClassificationManifest, Manifest } from '../models/manifest.schema.js';
import type { Outcome } from '../models/served-model.js';
import type { ModelOutput } from '../models/tensor.schema.js';
import { InferenceFailed } from './inference.errors.js';
import type { Tensors } from './tensor.js';

/** Reads what a model says about one row out of the tensors of a run. */
export interface OutcomeDecoder {
  /** The outputs it reads. */
  readonly outputs: readonly string[];
  /** @throws {InferenceFailed} when the output is not what the manifest promises. */
  decode(tensors: Tensors, row: number): Outcome;
}

/**
 * The decoder of a model. Probabilities decide where there are any: against the threshold for a binary model,
 * by the largest for a multi-class one. A label output decides only where there are none.
 */
export function createOutcomeDecoder(manifest: Manifest): OutcomeDecoder {
  const output = (role: ModelOutput['role']) => manifest.outputs.find((candidate) => candidate.role === role);
  if (manifest.task === 'regression') return valueDecoder(manifest, output('value')?.name ?? '');
  const probabilities = output('probabilities');
  return probabilities === undefined
    ? labelDecoder(manifest, output('label')?.name ?? '')
    : probabilityDecoder(manifest, probabilities.name);
}

function valueDecoder(manifest: Manifest, output: string): OutcomeDecoder {
  return {
    outputs: [output],
    decode(tensors, row) {
      const prediction = Number(tensors[output]?.data[row]);
      if (!Number.isFinite(prediction))
        throw new InferenceFailed(manifest, `${output} is not a finite number`);
      return { prediction };
    },
  };
}

function probabilityDecoder(manifest: ClassificationManifest, output: string): OutcomeDecoder {
  const { classes } = manifest;
  const choose = chooser(manifest);
  return {
    outputs: [output],
    decode(tensors, row) {
      const data = tensors[output]?.data;
      const probabilities = new Array<number>(classes.length);
      for (let column = 0; column < classes.length; column++) {
        const probability = Number(data?.[row * classes.length + column]);
        if (!(probability >= 0)) throw new InferenceFailed(manifest, `${output} is not a probability`);
        probabilities[column] = probability;
      }
      const chosen = choose(probabilities);
      return {
        prediction: classes[chosen] as string,
        probability: probabilities[chosen],
        probabilities,
      };
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

function labelDecoder(manifest: ClassificationManifest, output: string): OutcomeDecoder {
  const classes: readonly string[] = manifest.classes;
  return {
    outputs: [output],
    decode(tensors, row) {
      const label = tensors[output]?.data[row];
      const prediction = typeof label === 'string' ? label : classes[Number(label)];
      if (prediction === undefined || !classes.includes(prediction)) {
        throw new InferenceFailed(manifest, `${output} is ${String(label)}, which is not one of the classes`);
      }
      return { prediction };
    },
  };
}
