import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Operators whose output has a size that an input chooses, and the first such input. */
const sizedByInput: Readonly<Record<string, number>> = {
  AffineGrid: 1,
  BlackmanWindow: 0,
  CenterCropPad: 1,
  Col2Im: 1,
  ConstantOfShape: 0,
  DFT: 1,
  Expand: 1,
  HammingWindow: 0,
  HannWindow: 0,
  MaxUnpool: 2,
  MelWeightMatrix: 0,
  OneHot: 1,
  Pad: 1,
  Range: 0,
  Resize: 1,
  STFT: 1,
  Tile: 1,
  Upsample: 1,
};
const STANDARD_DOMAINS = new Set(['', 'ai.onnx', 'ai.onnx.ml']);
/** Operators outside of the standard that are bounded: skl2onnx exports text vectorizers with this one. */
const BOUNDED = new Set(['com.microsoft.Tokenizer']);

interface Node {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly hasSubgraph: boolean;
}

/**
 * Why the time or the memory of a run may depend on the values of its rows: control flow, operators that an input gives the
 * size of their output, and operators outside of the ONNX standard. Also why its tensors cannot be judged by the size of the
 * file. Undefined for none of it.
 */
export function unboundedBy(model: Uint8Array): string | undefined {
  let reason: string | undefined;
  const nodes: Node[] = [];
  /** Tensors that are the same in each run of as many rows. */
  const fixed = new Set(['']);
  readFields(model, {
    7: (graph) =>
      readFields(graph, {
        1: (node) => nodes.push(nodeOf(node)),
        5: (tensor) =>
          readFields(tensor, {
            8: (name) => fixed.add(textOf(name)),
            13: () => (reason = 'its tensors are in other files'),
          }),
      }),
    25: () => (reason = 'it defines functions'),
  });
  for (const node of nodes) {
    reason ??= reasonOf(node, fixed);
    if (isFixed(node, fixed)) for (const name of node.outputs) fixed.add(name);
  }
  return reason;
}

function reasonOf({ operator, domain, inputs, hasSubgraph }: Node, fixed: ReadonlySet<string>) {
  if (hasSubgraph) return `its operator ${operator} is control flow`;
  if (!STANDARD_DOMAINS.has(domain) && !BOUNDED.has(`${domain}.${operator}`))
    return `its operator ${domain}.${operator} is not of the ONNX standard`;
  const first = sizedByInput[operator] ?? Infinity;
  return inputs.slice(first).every((name) => fixed.has(name))
    ? undefined
    : `an input chooses the size of what its operator ${operator} computes`;
}

function isFixed({ operator, inputs }: Node, fixed: ReadonlySet<string>): boolean {
  if (operator === 'Constant' || operator === 'Shape' || operator === 'Size') return true;
  return inputs.length > 0 && inputs.every((name) => fixed.has(name));
}

/** Field numbers here and above are those of the ONNX specification. */
function nodeOf(node: Uint8Array): Node {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let [operator, domain, hasSubgraph] = ['', '', false];
  readFields(node, {
    1: (name) => inputs.push(textOf(name)),
    2: (name) => outputs.push(textOf(name)),
    4: (name) => (operator = textOf(name)),
    5: (attribute) =>
      readFields(attribute, { 6: () => (hasSubgraph = true), 11: () => (hasSubgraph = true) }),
    7: (name) => (domain = textOf(name)),
  });
  return { operator, domain, inputs, outputs, hasSubgraph };
}

/** Calls the function of each field that has one, with its bytes; large fields are skipped without a copy. */
function readFields(
  message: Uint8Array,
  fields: Readonly<Record<number, (value: Uint8Array) => void>>,
): void {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    const use = type === WireType.LengthDelimited ? fields[number] : undefined;
    if (use === undefined) reader.skip(type, number);
    else use(reader.bytes());
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
