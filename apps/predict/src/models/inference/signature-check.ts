import type { InferenceBackend, TensorSignature } from './inference-backend.js';
import { fixedRowsOf, type Manifest } from '../manifest/index.js';
import type { Datatype } from '../tensors/index.js';

/** How to export a graph that can be served. */
const exportAdvice = {
  freeRows: 'export the graph with a free first dimension (None in skl2onnx, dynamic_axes in PyTorch)',
  labelMap: 'export scikit-learn classifiers with zipmap=False, so that probabilities are a tensor',
  float32: 'keep the inputs and outputs of the graph float32 (keep_io_types=True in onnxconverter-common)',
} as const;

interface Declared {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
}

/**
 * Compares a manifest with the declarations of the graph. Outputs that the manifest does not name, or ignores, may be of any
 * kind.
 * @returns one sentence for each difference.
 */
export function checkSignature(
  manifest: Manifest,
  graph: Pick<InferenceBackend, 'inputs' | 'outputs'>,
): string[] {
  const fixedRows = fixedRowsOf(manifest);
  const read = manifest.outputs.filter(({ role }) => role !== 'ignored');
  const declared = new Set(manifest.inputs.map(({ name }) => name));
  const unfed = graph.inputs.filter(({ name }) => !declared.has(name));
  return [
    ...compare('input', manifest.inputs, graph.inputs, fixedRows),
    ...unfed.map(({ name }) => `input ${name} of the graph is not in the manifest`),
    ...compare('output', read, graph.outputs, fixedRows),
  ];
}

type Kind = 'input' | 'output';

function compare(
  kind: Kind,
  declared: readonly Declared[],
  actual: readonly TensorSignature[],
  fixedRows = -1,
): string[] {
  const actualByName = new Map(actual.map((tensor) => [tensor.name, tensor]));
  return declared.flatMap((tensor) => differences(kind, tensor, actualByName.get(tensor.name), fixedRows));
}

function differences(
  kind: Kind,
  declared: Declared,
  actual: TensorSignature | undefined,
  fixedRows: number,
): string[] {
  const name = `${kind} ${declared.name}`;
  if (actual === undefined) return [`${name} of the manifest is not in the graph`];
  if (actual.datatype === undefined) return [`${name} ${unsupported(kind, actual)}`];
  const problems: string[] = [];
  if (declared.datatype !== actual.datatype) {
    problems.push(`${name} is ${declared.datatype} in the manifest and ${actual.datatype} in the graph`);
  }
  const rows = actual.shape[0] ?? -1;
  if (rows !== -1 && rows !== fixedRows) {
    problems.push(`${name} ${fixedRowsProblem(kind, rows)}`);
  } else if (!shapesAgree(declared.shape, actual.shape, kind)) {
    problems.push(
      `${name} has shape ${JSON.stringify(declared.shape)} in the manifest and ${JSON.stringify(actual.shape)} in the graph`,
    );
  }
  return problems;
}

function fixedRowsProblem(kind: Kind, rows: number): string {
  const exactly = `exactly ${rows} ${rows === 1 ? 'row' : 'rows'} at a time`;
  return kind === 'input'
    ? `takes ${exactly}: make ${rows} the first dimension of its shape in the manifest, or ${exportAdvice.freeRows}`
    : `has ${exactly}: ${exportAdvice.freeRows}`;
}

function unsupported(kind: Kind, { unsupportedType }: TensorSignature): string {
  if (unsupportedType === undefined) {
    return `is a sequence or a map, not a tensor${kind === 'output' ? `: ${exportAdvice.labelMap}` : ''}`;
  }
  return `is ${unsupportedType}, which is not supported: ${exportAdvice.float32}`;
}

/**
 * Apart from rows. A graph may leave a dimension open that the manifest fixes. It need not declare the shape of an output, and
 * some exporters declare the wrong number of columns: the golden rows show what the graph gives.
 */
function shapesAgree(declared: readonly number[], actual: readonly number[], kind: Kind): boolean {
  if (kind === 'output') return actual.length === 0 || actual.length === declared.length;
  return (
    declared.length === actual.length &&
    actual.every((dimension, axis) => axis === 0 || dimension === declared[axis] || dimension === -1)
  );
}
