import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { AuthClient, PredictClient, TokenSession } from '@plumbline/client';
import { UsageError } from '../command-line/index.js';
import { environment } from '../installation/index.js';
import { findServices, readCredentials } from '../target/index.js';
import { Questions, StepProgress } from '../terminal/index.js';
import type { AddFlags } from './add-flags.js';
import { checkFlags, checkNames } from './check-flags.js';
import { describeVersion, type ReadFiles } from './describe-version.js';
import { OnnxFile } from './graph/index.js';
import { type Guess, Guesses } from './guessing/index.js';
import { nextVersion, publishFolder, type VersionPlace } from './publish.js';
import { firstSteps } from './first-steps.js';
import { readTable } from './rows/index.js';
import { buildProfile, modelNameOf } from './version/index.js';

const SCOPES = 'models predict';

/** Runs `plumbline add`: reads the files, makes the version, checks it, and publishes it unless only files are wanted. */
export async function add(modelPath: string, flags: AddFlags): Promise<void> {
  const progress = new StepProgress(process.stderr);
  checkFlags(flags);
  const files = await readFiles(modelPath, flags);
  checkNames(files, flags);
  const name = flags.name ?? modelNameOf(modelPath, flags.target[0]);
  const services = flags.manifestOnly === undefined ? await signIn(flags) : undefined;
  const place: VersionPlace = services
    ? await nextVersion(services.predict, name)
    : { version: 1, parent: null };
  const folder = await versionFolder(name, place.version);
  try {
    await writeGraph(files, folder);
    const guesses = new Guesses(flags.yes ? undefined : Questions.ofTerminal());
    const version = { model: name, ...place, path: folder };
    const described = await describeVersion({ version, files, flags, guesses, progress });
    progress.end();
    printGuesses(files, guesses.made);
    const profile = await buildProfile(version, progress);
    printWarnings(profile.warnings);
    if (services === undefined) return await keep(folder, join(name, String(place.version)), flags);
    const warnings = await progress.during('publishing', publishFolder(services.predict, name, folder));
    printWarnings(warnings.filter((warning) => !profile.warnings.includes(warning)));
    if (flags.promote) await services.predict.promote(name, place.version);
    const added = { ...described, isChampion: flags.promote === true };
    process.stdout.write(await firstSteps(added, services));
  } finally {
    progress.end();
    await services?.session.close();
    await rm(resolve(folder, '../..'), { recursive: true, force: true });
  }
}

async function readFiles(modelPath: string, flags: AddFlags): Promise<ReadFiles> {
  const graph = await OnnxFile.read(modelPath);
  const table = await readTable(flags.data, flags);
  const columns = flags.target.map((name) => {
    const column = table.column(name);
    if (column?.cells.every((cell) => cell === null)) {
      throw new UsageError(`column ${name} has no values, and --target needs the actual values of the rows`);
    }
    if (column !== undefined) return column;
    const names = table.columns.map((each) => each.name).slice(0, 30);
    throw new UsageError(`${flags.data} has no column ${name}; it has ${names.join(', ')}`);
  });
  return { modelPath, graph, table, target: { columns } };
}

async function signIn(flags: AddFlags) {
  const {
    target,
    authUrl = '',
    predictUrl = '',
  } = { ...findServices(flags, environment), ...flagsOf(flags) };
  const auth = new AuthClient({ url: authUrl, hint: 'start it with npm start' });
  const credentials = await readCredentials(flags, environment, Questions.ofTerminal());
  const session = new TokenSession(auth, credentials, SCOPES);
  const predict = new PredictClient({ url: predictUrl, hint: 'start it with npm start' }, session);
  process.stderr.write(`Adding to predict ${predictUrl} (${target})\n`);
  return { session, credentials, predict, urls: { auth: authUrl, predict: predictUrl } };
}

function flagsOf({ authUrl, predictUrl }: AddFlags) {
  return { ...(authUrl && { authUrl }), ...(predictUrl && { predictUrl }) };
}

/** A temporary folder, so that nothing is left of a version that fails. */
async function versionFolder(name: string, version: number): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'plumbline-add-')), name, String(version));
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Copies a version to the folder that was asked for. */
async function keep(folder: string, place: string, { manifestOnly }: AddFlags): Promise<void> {
  const kept = resolve(typeof manifestOnly === 'string' ? manifestOnly : '.', place);
  await cp(folder, kept, { recursive: true });
  process.stdout.write(`Written: ${kept}\n`);
}

async function writeGraph({ modelPath, graph }: ReadFiles, folder: string): Promise<void> {
  await writeFile(join(folder, 'model.onnx'), graph.bytes);
  for (const file of graph.externalFiles) {
    await cp(join(dirname(modelPath), file), join(folder, file)).catch(() => {
      throw new UsageError(`${file} is missing: ${modelPath} keeps its weights in it, beside the model`);
    });
  }
}

function printWarnings(warnings: readonly string[]): void {
  for (const warning of warnings) process.stderr.write(`  Warning: ${warning}\n`);
}

function printGuesses({ graph, table }: ReadFiles, guesses: readonly Guess[]): void {
  for (const repair of graph.repairs) process.stderr.write(`  ${repair}\n`);
  if (table.notes.length > 0) process.stderr.write(`  Rows: ${table.notes.join(', ')}\n`);
  for (const { what, value, why, flag } of guesses) {
    process.stderr.write(`  ${what}: ${value} (${why}; ${flag})\n`);
  }
}
