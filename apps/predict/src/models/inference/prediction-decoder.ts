import { type Manifest, versionOf } from '../manifest/index.js';
import {
  decidingOutput,
  embeddingOutput,
  type ModelOutput,
  outputRoles,
  readEmbedding,
  type RowPrediction,
  taskKindOf,
} from '../outcomes/index.js';
import type { TensorData, Tensors } from '../tensors/index.js';
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
  const deciding = createDecidingReader(manifest);
  const embedding = embeddingOutput(manifest);
  if (embedding === undefined) {
    return { outputs: [deciding.output.name], read: (tensors, rows) => deciding.read(tensors, rows) };
  }
  return {
    outputs: [deciding.output.name, embedding.name],
    read(tensors, rows) {
      const predictionOf = deciding.read(tensors, rows);
      const embeddingOf = embeddingsOf(manifest, embedding, tensors, rows);
      return (row) => ({ ...predictionOf(row), embedding: embeddingOf(row) });
    },
  };
}

function createDecidingReader(manifest: Manifest) {
  const output = decidingOutput(manifest);
  if (output === undefined || output.role === 'ignored' || output.role === 'embedding') {
    throw new Error(`The manifest of ${manifest.name} has no output for the task ${manifest.task}`);
  }
  const role = outputRoles[output.role];
  const use = taskKindOf(manifest).use(manifest);
  const possible = role.columns(use);
  const readRow = role.reader(output, use);
  const invalid = (reason: string, isFinite = true) =>
    new ModelOutputInvalid(versionOf(manifest), output.name, reason, isFinite);
  return {
    output,
    read(tensors: Tensors, rows: number): ReadResult<RowPrediction> {
      const { shape, data } = tensors[output.name]!;
      const columns = columnsOf(shape, rows);
      if (columns === undefined || !possible.includes(columns)) {
        throw invalid(`has shape ${JSON.stringify(shape)} for ${rows} rows, and ${role.meaning(use)}`);
      }
      return (row) => {
        const prediction = readRow(data, row, columns);
        if (typeof prediction === 'string') throw invalid(prediction, isFiniteRow(data, row, columns));
        return prediction;
      };
    },
  };
}

function embeddingsOf(
  manifest: Manifest,
  { name, shape: declared }: ModelOutput,
  tensors: Tensors,
  rows: number,
): ReadResult<readonly number[]> {
  const { shape, data } = tensors[name]!;
  const invalid = (reason: string, isFinite = true) =>
    new ModelOutputInvalid(versionOf(manifest), name, reason, isFinite);
  const columns = columnsOf(shape, rows);
  if (
    columns === undefined ||
    declared.some((size, axis) => axis > 0 && size !== -1 && size !== shape[axis])
  ) {
    throw invalid(
      `has shape ${JSON.stringify(shape)} for ${rows} rows, and ${JSON.stringify(declared)} in the manifest`,
    );
  }
  return (row) => {
    const embedding = readEmbedding(data, row, columns);
    if (typeof embedding === 'string') throw invalid(embedding, isFiniteRow(data, row, columns));
    return embedding;
  };
}

/** Whether no element of the row is infinite or NaN. */
function isFiniteRow(data: TensorData, row: number, columns: number): boolean {
  for (let at = row * columns; at < (row + 1) * columns; at++) {
    const element = data[at];
    if (typeof element === 'number' && !Number.isFinite(element)) return false;
  }
  return true;
}

/** Elements of each row; undefined unless the first dimension is the rows. */
function columnsOf([first, ...others]: readonly number[], rows: number): number | undefined {
  return first === rows ? others.reduce((product, size) => product * size, 1) : undefined;
}
