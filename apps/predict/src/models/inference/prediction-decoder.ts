import { type Manifest, versionOf } from '../manifest/index.js';
import { decidingOutput, outputRoles, type RowPrediction, taskKindOf } from '../outcomes/index.js';
import type { Tensors } from '../tensors/index.js';
import type { ReadResult } from './batcher.js';
import { ModelOutputInvalid } from './inference.errors.js';

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

/** The decoder of a model. One output decides: the first one in the order of the roles of the task. */
export function createPredictionDecoder(manifest: Manifest): PredictionDecoder {
  const output = decidingOutput(manifest);
  if (output === undefined || output.role === 'ignored') {
    throw new Error(`The manifest of ${manifest.name} has no output for the task ${manifest.task}`);
  }
  const role = outputRoles[output.role];
  const task = taskKindOf(manifest);
  const names = task.names(manifest);
  const columns = role.columns(names);
  const readRow = role.reader(output, { names, decide: task.decide(manifest) });
  const invalid = (reason: string) => new ModelOutputInvalid(versionOf(manifest), output.name, reason);
  return {
    outputs: [output.name],
    read(tensors, rows) {
      const { shape, data } = tensors[output.name]!;
      if (!holds(shape, rows, columns)) {
        throw invalid(`has shape ${JSON.stringify(shape)} for ${rows} rows, and ${role.meaning(names)}`);
      }
      return (row) => {
        const prediction = readRow(data, row);
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
