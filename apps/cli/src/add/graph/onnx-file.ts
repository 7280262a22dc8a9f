import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { UsageError } from '../../command-line/index.js';
import { exportAdvice } from './export-advice.js';
import { type ModelProto, ModelProtoSchema, type ValueInfoProto } from './onnx_pb.js';
import { nameLocales } from './normalizers.js';
import { removeZipMaps } from './zip-map.js';

/** An input or output of a graph. */
export interface GraphTensor {
  readonly name: string;
  /** As in the manifest; undefined for a sequence or a map, and for an element type that predict does not serve. */
  readonly datatype: string | undefined;
  /** -1 for a free dimension; undefined when the graph does not declare a shape. */
  readonly shape: readonly number[] | undefined;
}

/** By the number of the element type in the ONNX specification. */
const datatypes: Readonly<Record<number, string>> = {
  1: 'FP32',
  2: 'UINT8',
  3: 'INT8',
  4: 'UINT16',
  5: 'INT16',
  6: 'INT32',
  7: 'INT64',
  8: 'BYTES',
  9: 'BOOL',
  10: 'FP16',
  11: 'FP64',
  12: 'UINT32',
  13: 'UINT64',
};

/** The limit of `model_type`, in characters. */
const MAX_PRODUCER = 100;

/** The content of an ONNX file, repaired where predict could not serve it. */
export class OnnxFile {
  /** Without those that have a default value in the file. */
  readonly inputs: readonly GraphTensor[];
  readonly outputs: readonly GraphTensor[];
  /** The classes that nodes of the graph list, in order; undefined when none does. */
  readonly classes: readonly string[] | undefined;
  /** The files beside it that hold tensors. */
  readonly externalFiles: readonly string[];
  /** The program that wrote it, such as `skl2onnx 1.20.0`. */
  readonly producer: string;

  private constructor(
    readonly bytes: Uint8Array,
    model: ModelProto,
    /** One sentence for each change of the graph. */
    readonly repairs: readonly string[],
  ) {
    const initialized = new Set(model.graph?.initializer.map(({ name }) => name));
    this.inputs = (model.graph?.input ?? []).filter(({ name }) => !initialized.has(name)).map(tensorOf);
    this.outputs = (model.graph?.output ?? []).map(tensorOf);
    this.classes = classesOf(model);
    this.externalFiles = externalFilesOf(model);
    this.producer = producerOf(model);
  }

  /** @throws {UsageError} that says how to export the model when the file is of another format. */
  static async read(path: string): Promise<OnnxFile> {
    const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
      throw new UsageError(`${path} cannot be read (${cause.code})`);
    });
    const advice = exportAdvice(path, bytes);
    if (advice !== undefined) throw new UsageError(advice);
    const model = parse(path, bytes);
    const repairs = [...removeZipMaps(model), ...nameLocales(model)];
    return new OnnxFile(repairs.length === 0 ? bytes : toBinary(ModelProtoSchema, model), model, repairs);
  }
}

/** On one line, and no longer than a manifest may have it: CatBoost writes its whole build information as its version. */
function producerOf({ producerName, producerVersion }: ModelProto): string {
  const line = `${producerName} ${producerVersion}`.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return (
    line
      .slice(0, MAX_PRODUCER)
      .replace(/\p{Cs}$/u, '')
      .trim() || 'unknown'
  );
}

function parse(path: string, bytes: Uint8Array): ModelProto {
  try {
    const model = fromBinary(ModelProtoSchema, bytes);
    if (model.graph !== undefined && model.graph.output.length > 0) return model;
  } catch {
    // Other formats end here.
  }
  throw new UsageError(`${basename(path)} is not an ONNX file, or it is damaged or incomplete`);
}

function tensorOf({ name, type }: ValueInfoProto): GraphTensor {
  if (type?.value.case !== 'tensorType') return { name, datatype: undefined, shape: undefined };
  const { elemType, shape } = type.value.value;
  return {
    name,
    datatype: datatypes[elemType],
    shape: shape?.dim.map(({ value }) =>
      value.case === 'dimValue' && value.value > 0n ? Number(value.value) : -1,
    ),
  };
}

/** The operators of classifiers have them in attributes of these names, and so has ZipMap. */
const CLASS_ATTRIBUTE = /^(classlabels_(strings|ints|int64s)|cats_(strings|int64s))$/;

function classesOf({ graph }: ModelProto): readonly string[] | undefined {
  const classifiers = (graph?.node ?? []).filter(({ opType }) => opType.endsWith('Classifier'));
  for (const { name, ints, strings } of classifiers.flatMap(({ attribute }) => attribute)) {
    if (!CLASS_ATTRIBUTE.test(name)) continue;
    const classes =
      strings.length > 0 ? strings.map((text) => Buffer.from(text).toString()) : ints.map(String);
    if (classes.length > 1) return classes;
  }
  return undefined;
}

function externalFilesOf({ graph }: ModelProto): readonly string[] {
  const locations = (graph?.initializer ?? [])
    .flatMap(({ externalData }) => externalData)
    .filter(({ key }) => key === 'location')
    .map(({ value }) => value);
  return [...new Set(locations)];
}
