import { basename, join } from 'node:path';
import {
  type FeatureRow,
  isSamePrediction,
  type Manifest,
  rowPreparer,
} from '../../../predict/dist/models/index.js';
import { UsageError } from '../command-line/index.js';
import type { AddFlags } from './add-flags.js';
import { exampleRow } from './first-request.js';
import type { GraphTensor, OnnxFile } from './graph/index.js';
import {
  actualOf,
  columnsLeftOut,
  FEATURE_TYPES,
  type FeatureDraft,
  guessFeature,
  type Guesses,
  guessTask,
  type MatchedInput,
  matchColumns,
  rowsOf,
  settleFeatures,
  type Target,
} from './guessing/index.js';
import type { StepProgress } from '../terminal/index.js';
import type { Column, Table } from './rows/index.js';
import {
  checkedMapping,
  doubts,
  findLimits,
  GraphRunner,
  manifestDraft,
  type Mapping,
  spreadRows,
  writeVersion,
} from './version/index.js';

/** Rows from which the roles of the outputs are guessed. */
const SAMPLE_ROWS = 1_000;

/** Golden rows are at least two, to see that rows do not change one another. */
const MIN_ROWS = 2;

/** The model and the rows, as read. */
export interface ReadFiles {
  readonly modelPath: string;
  readonly graph: OnnxFile;
  readonly table: Table;
  readonly target: Target;
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

/**
 * Guesses what the manifest says, runs the graph on the rows, and writes the files of the version but its profile.
 * @returns the manifest, and a row as an example of a request
 */
export async function describeVersion(work: Work): Promise<{ manifest: Manifest; example: FeatureRow }> {
  const { files, flags, guesses, version } = work;
  const { graph, table, target } = files;
  const options = { ...flags, targets: target.columns.map(({ name }) => name) };
  if (table.rows < MIN_ROWS) throw new UsageError(`${flags.data} has one row, and at least two are needed`);
  const matched = matchColumns(graph.inputs, table, options);
  const leftOut = columnsLeftOut(matched, table, options);
  const guessed = mappingOf(matched, flags);
  const drafts = await settleFeatures({ guessed: guessed.features, leftOut }, flags.set, guesses);
  const mapping = checkedMapping({ ...guessed, features: drafts });
  const columns = matched.flatMap((input) => input.columns);
  const rows = rowsOf(drafts, columns, table.rows) as FeatureRow[];
  const runner = await openGraph(join(version.path, 'model.onnx'));
  try {
    const decoded = await decode(rows, mapping);
    const outputs = await sampled(runner, mapping, graph, decoded);
    const accepts = (row: FeatureRow) => runner.accepts(mapping, graph.outputs, row);
    const features = await findLimits(mapping, decoded, accepts, guesses);
    const task = await guessTask({ outputs, target, classes: graph.classes }, flags, guesses);
    const draft = draftOf(work, { ...mapping, features, ...task, ...(await referenceOf(work)) });
    const { manifest, answers } = await answer(work, runner, draft, decoded);
    const actual = actualOf(target, manifest.task);
    const facts = factsOf(work);
    const content = { manifest, rows, actual, answers, facts };
    const written = await writeVersion(version.path, content, graph.externalFiles);
    const predicted = answers.map(({ prediction }) => prediction);
    for (const doubt of doubts(written, actual, predicted)) work.progress.note(`Warning: ${doubt}`);
    return { manifest: written, example: exampleRow(rows) };
  } finally {
    await runner.close();
  }
}

async function sampled(
  runner: GraphRunner,
  mapping: Mapping,
  { outputs }: OnnxFile,
  rows: readonly FeatureRow[],
) {
  try {
    return await runner.sample(mapping, outputs, rows.slice(0, SAMPLE_ROWS));
  } catch (cause) {
    throw new UsageError(
      `The graph fails on the rows: ${(cause as Error).message}\nGive it rows as for the training: check the order of the ` +
        'features (--features), their types (--type), and that numbers of words or categories are among those the model knows.',
      { cause },
    );
  }
}

/** The rows with their images decoded. */
async function decode(rows: readonly FeatureRow[], { features }: Mapping): Promise<readonly FeatureRow[]> {
  const prepare = rowPreparer(features);
  return prepare === undefined ? rows : Promise.all(rows.map((row) => prepare(row)));
}

/** The answers to all rows. Where an answer depends on the rows that run together, each row runs alone. */
async function answer(
  { progress }: Work,
  runner: GraphRunner,
  manifest: Manifest,
  rows: readonly FeatureRow[],
) {
  const show = (done: number) => progress.show('predicting', done, rows.length);
  const answers = await runner.predict(manifest, rows, show);
  const chosen = spreadRows(answers);
  const alone = await runner.predict(
    manifest,
    chosen.map((row) => rows[row]!),
    () => {},
    1,
  );
  if (chosen.every((row, place) => isSamePrediction(answers[row]!, alone[place]!)))
    return { manifest, answers };
  progress.note('A row is answered differently beside other rows: each row will run alone.');
  const unbatched = { ...manifest, batching: false };
  return { manifest: unbatched, answers: await runner.predict(unbatched, rows, show, 1) };
}

function mappingOf(matched: readonly MatchedInput[], { type: types }: AddFlags) {
  const features = new Map<string, FeatureDraft>();
  const inputs = matched.map(({ input, columns }) => {
    const { name, datatype } = input;
    if (datatype === undefined)
      throw new UsageError(`input ${name} of the graph is of a type that is not supported`);
    for (const column of columns) {
      if (!features.has(column.name))
        features.set(column.name, guessFeature(column, input, typeGiven(types, column)));
    }
    const names = columns.map((column) => column.name);
    return {
      name,
      datatype,
      shape: shapeOf(input, columns.length, features.get(names[0] ?? '')),
      features: names,
    };
  });
  return { features: [...features.values()], inputs };
}

/** The shape that the graph declares, with the numbers of columns that it leaves open. */
function shapeOf({ shape }: GraphTensor, columns: number, first: FeatureDraft | undefined): number[] {
  const rows = shape?.[0] ?? -1;
  if (shape?.length === 1) return [rows];
  if (first?.type === 'array' && Array.isArray(first.shape)) return [rows, ...(first.shape as number[])];
  return shape !== undefined && shape.length > 2 ? [...shape] : [rows, columns];
}

function typeGiven(types: AddFlags['type'], { name }: Column) {
  const given = Object.hasOwn(types, name) ? types[name] : undefined;
  const type = FEATURE_TYPES.find((each) => each === given);
  if (given !== undefined && type === undefined) {
    throw new UsageError(`--type ${name}=${given}: the type must be one of ${FEATURE_TYPES.join(', ')}`);
  }
  return type;
}

function openGraph(path: string): Promise<GraphRunner> {
  return GraphRunner.open(path).catch((cause: unknown) => {
    throw new UsageError(loadProblem(cause), { cause });
  });
}

/** What to do about some of ONNX Runtime's reasons. */
const LOAD_ADVICE: readonly [RegExp, string][] = [
  [
    /not a registered function|No Op registered/i,
    'export the model with the operators of the ONNX standard only',
  ],
  [/opset|IR version/i, 'export the model for an older opset, such as target_opset=18'],
  [/external data|cannot open|No such file/i, 'keep the files with the weights beside the model'],
];

function loadProblem(cause: unknown): string {
  const { message } = cause as Error;
  const [, advice] = LOAD_ADVICE.find(([pattern]) => pattern.test(message)) ?? [];
  return `ONNX Runtime cannot load the model: ${message}${advice === undefined ? '' : `\nTo be served, ${advice}.`}`;
}

/** Whether the model was trained on none of the rows, where that is known. */
async function referenceOf({ flags, guesses }: Work): Promise<{ reference?: { held_out: boolean } }> {
  if (flags.heldOut !== undefined) return { reference: { held_out: flags.heldOut } };
  const answer = await guesses.decide({
    what: 'rows held out',
    question: 'Was the model trained on none of these rows?',
    value: 'unknown',
    why: 'the files do not tell',
    sure: false,
    flag: '--held-out',
    choices: ['yes', 'no', 'unknown'],
  });
  return answer === 'unknown' ? {} : { reference: { held_out: answer === 'yes' } };
}

/** The manifest without what only the answers tell. */
function draftOf({ files, flags, version }: Work, answer: object): Manifest {
  const name = basename(files.modelPath);
  const targets = files.target.columns.map((column) => column.name).join(', ');
  return manifestDraft({
    schema_version: 1,
    name: version.model,
    version: version.version,
    description: flags.description ?? `Predicts ${targets}; added from ${name}.`,
    model_type: files.graph.producer,
    created_at: new Date().toISOString(),
    parent_version: version.parent,
    batching: true,
    ...answer,
  });
}

function factsOf({ files, flags, guesses }: Work) {
  return {
    modelFile: basename(files.modelPath),
    dataFile: basename(flags.data),
    producer: files.graph.producer,
    repairs: files.graph.repairs,
    guesses: guesses.made.map(({ what, value, why }) => `${what}: ${value} (${why})`),
  };
}
