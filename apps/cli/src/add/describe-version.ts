import { basename, join } from 'node:path';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Feature, FeatureRow, Manifest } from '../../../predict/dist/models/index.js';
import { UsageError } from '../command-line/index.js';
import type { AddFlags } from './add-flags.js';
import type { OnnxFile } from './graph/index.js';
import {
  classOf,
  FEATURE_TYPES,
  guessFeature,
  type Guesses,
  guessTask,
  type MatchedInput,
  matchColumns,
  rowsOf,
} from './guessing/index.js';
import type { StepProgress } from '../terminal/index.js';
import type { Column, Table } from './rows/index.js';
import { GraphRunner, type VersionDraft, writeVersion } from './version/index.js';

/** Rows from which the roles of the outputs are guessed. */
const SAMPLE_ROWS = 200;

/** The model and the rows, as read. */
export interface ReadFiles {
  readonly modelPath: string;
  readonly graph: OnnxFile;
  readonly table: Table;
  readonly target: Column;
}

interface Work {
  readonly version: {
    readonly model: string;
    readonly version: number;
    readonly parent: number | null;
    readonly path: string;
  };
  readonly files: ReadFiles;
  readonly flags: AddFlags;
  readonly guesses: Guesses;
  readonly progress: StepProgress;
}

/** Guesses what the manifest says, runs the graph on the rows, and writes the files of the version but its profile. */
export async function describeVersion(work: Work): Promise<Manifest> {
  const { files, flags, guesses, progress, version } = work;
  const { graph, table, target } = files;
  const matched = matchColumns(graph.inputs, table, flags);
  const mapping = mappingOf(matched, flags);
  const columns = matched.flatMap((input) => input.columns);
  const rows = rowsOf(mapping.features, columns, table.rows);
  const runner = await openGraph(join(version.path, 'model.onnx'));
  try {
    const outputs = await runner.sample(mapping, graph.outputs, rows.slice(0, SAMPLE_ROWS));
    const task = await guessTask({ outputs, target, classes: graph.classes }, flags, guesses);
    const manifest = await draftManifest(work, { ...mapping, ...task });
    const answers = await runner.predict(manifest, rows, (done) =>
      progress.show('predicting', done, rows.length),
    );
    return await writeVersion(version.path, draftOf(work, manifest, rows, answers), graph.externalFiles);
  } finally {
    await runner.close();
  }
}

function mappingOf(
  matched: readonly MatchedInput[],
  { type: types }: AddFlags,
): Pick<Manifest, 'features' | 'inputs'> {
  const features = new Map<string, Feature>();
  const inputs = matched.map(({ input: { name, datatype, shape }, columns }) => {
    if (datatype === undefined)
      throw new UsageError(`input ${name} of the graph is of a type that is not supported`);
    for (const column of columns) {
      if (!features.has(column.name))
        features.set(column.name, guessFeature(column, datatype, typeGiven(types, column)));
    }
    const names = columns.map((column) => column.name);
    return { name, datatype, shape: shape?.length === 1 ? [-1] : [-1, names.length], features: names };
  });
  return { features: [...features.values()], inputs };
}

function typeGiven(types: AddFlags['type'], { name }: Column) {
  const given = types[name];
  const type = FEATURE_TYPES.find((each) => each === given);
  if (given !== undefined && type === undefined) {
    throw new UsageError(`--type ${name}=${given}: the type must be one of ${FEATURE_TYPES.join(', ')}`);
  }
  return type;
}

function openGraph(path: string): Promise<GraphRunner> {
  return GraphRunner.open(path).catch((cause: unknown) => {
    throw new UsageError(`ONNX Runtime cannot load the model: ${(cause as Error).message}`, { cause });
  });
}

type Answer = Pick<Manifest, 'features' | 'inputs'> & Pick<Manifest, 'task'>;

async function draftManifest({ files, flags, version }: Work, answer: Answer): Promise<Manifest> {
  const name = basename(files.modelPath);
  return {
    schema_version: 1,
    name: version.model,
    version: version.version,
    description: flags.description ?? `Predicts ${files.target.name}; added from ${name}.`,
    model_type: files.graph.producer,
    created_at: new Date().toISOString(),
    parent_version: version.parent,
    ...answer,
    ...(flags.heldOut !== undefined && { reference: { held_out: flags.heldOut } }),
    training: {
      seed: 0,
      rows: files.table.rows,
      data_sha256: createHash('sha256')
        .update(await readFile(flags.data))
        .digest('hex'),
      libraries: {},
    },
  } as Manifest;
}

function draftOf(
  { files, flags, guesses }: Work,
  manifest: Manifest,
  rows: readonly FeatureRow[],
  answers: VersionDraft['answers'],
): VersionDraft {
  const actual = files.target.cells.map((cell) => {
    if (cell === null) return null;
    return manifest.classes === null ? Number(cell) : classOf(cell);
  });
  const facts = {
    modelFile: basename(files.modelPath),
    dataFile: basename(flags.data),
    producer: files.graph.producer,
    repairs: files.graph.repairs,
    guesses: guesses.made.map(({ what, value, why }) => `${what}: ${value} (${why})`),
  };
  return { manifest, rows, actual, answers, facts };
}
