import type { InferenceBackend, TensorSignature } from '../inference/inference-backend.js';
import type { Manifest } from './manifest.schema.js';
import type { Datatype } from './tensor.schema.js';

interface Declared {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
}

/** Compares a manifest with what the graph says of itself; one sentence for each difference. */
export function checkSignature(
  manifest: Manifest,
  graph: Pick<InferenceBackend, 'inputs' | 'outputs'>,
): string[] {
  return [
    ...compare('input', manifest.inputs, graph.inputs),
    ...compare('output', manifest.outputs, graph.outputs),
  ];
}

function compare(kind: string, declared: readonly Declared[], actual: readonly TensorSignature[]): string[] {
  const actualByName = new Map(actual.map((tensor) => [tensor.name, tensor]));
  const declaredNames = new Set(declared.map(({ name }) => name));
  return [
    ...actual.flatMap(({ name, datatype }) => {
      if (datatype === undefined)
        return [`${kind} ${name} of the graph is no tensor that can be served; ${ADVICE}`];
      return declaredNames.has(name) ? [] : [`${kind} ${name} of the graph is not in the manifest`];
    }),
    ...declared.flatMap((tensor) => differences(kind, tensor, actualByName.get(tensor.name))),
  ];
}

const ADVICE = 'scikit-learn classifiers are exported with zipmap=False, so that probabilities are a tensor';

function differences(kind: string, declared: Declared, actual: TensorSignature | undefined): string[] {
  const name = `${kind} ${declared.name}`;
  if (actual === undefined) return [`${name} of the manifest is not in the graph`];
  if (actual.datatype === undefined) return [];
  const problems: string[] = [];
  if (declared.datatype !== actual.datatype) {
    problems.push(`${name} is ${declared.datatype} in the manifest and ${actual.datatype} in the graph`);
  }
  if (!shapesAgree(declared.shape, actual.shape, kind)) {
    problems.push(
      `${name} has shape ${JSON.stringify(declared.shape)} in the manifest and ${JSON.stringify(actual.shape)} in the graph`,
    );
  }
  return problems;
}

/** A graph may leave a dimension open that the manifest fixes, and may not tell an output's shape at all. */
function shapesAgree(declared: readonly number[], actual: readonly number[], kind: string): boolean {
  if (actual.length === 0 && kind === 'output') return true;
  return (
    declared.length === actual.length &&
    actual.every((dimension, axis) => dimension === declared[axis] || (dimension === -1 && axis > 0))
  );
}
