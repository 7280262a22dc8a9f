import { dirname, join, resolve } from 'node:path';
import { DomainError } from '@plumbline/errors';
import { ModelRunner } from './model-runner.js';
import { OnnxSession } from './onnx-session.js';
import { rowPreparer } from '../features/index.js';
import { createRowSchemaInSlices, type Manifest } from '../manifest/index.js';
import { checkGolden } from './golden-check.js';
import type { InferenceBackend } from './inference-backend.js';
import type { CheckedModel } from './loaded-model.js';
import {
  ModelRejected,
  readGolden,
  readManifest,
  verifyFiles,
  type VersionFolder,
} from '../repository/index.js';
import { checkSignature } from './signature-check.js';

/** The graph in the folder of a version. */
export const GRAPH_FILE = 'model.onnx';

type Open<Backend> = (path: string) => Promise<Backend>;

/** Loads and checks one version on this thread, which its graph may block for as long as it likes. */
export function loadVersionHere(folder: VersionFolder): Promise<CheckedModel> {
  return loadVersion(folder, (path) => OnnxSession.open(path));
}

/**
 * Loads one version and checks its manifest, the sha256 of its files, its signature against the graph, and its golden rows.
 * @param open loads the graph of a file.
 * @throws {ModelRejected} with every problem that the first failing check finds.
 */
export async function loadVersion<Backend extends InferenceBackend>(
  folder: VersionFolder,
  open: Open<Backend>,
): Promise<CheckedModel & { readonly backend: Backend }> {
  const manifest = await readManifest(folder);
  await verifyFiles(folder, manifest);
  const backend = await openGraph(join(folder.path, GRAPH_FILE), open);
  try {
    rejectIfAny(checkSignature(manifest, backend));
    const golden = await readGolden(folder);
    const rowSchema = await createRowSchemaInSlices(manifest);
    const runner = new ModelRunner(manifest, backend);
    const prepare = rowPreparer(manifest.features);
    const model = { manifest, rowSchema, prepare, runner };
    rejectIfAny(await checkGolden(golden, model));
    return { ...model, backend };
  } catch (error) {
    await backend.close();
    throw asRejection(error, manifest);
  }
}

async function openGraph<Backend>(path: string, open: Open<Backend>): Promise<Backend> {
  try {
    return await open(path);
  } catch (cause) {
    const reason = withoutFolder((cause as Error).message, dirname(path));
    throw new ModelRejected([`${GRAPH_FILE} cannot be loaded: ${reason}`], { cause });
  }
}

/** ONNX Runtime resolves the place of a tensor against the folder. */
const RESOLVED_PATH = /resolved path: "[^"]*"/g;

/** Clients read the reason and must not learn the path of the folder. */
function withoutFolder(message: string, folder: string): string {
  return [resolve(folder), folder]
    .reduce((text, place) => text.replaceAll(`${place}/`, '').replaceAll(`"${place}"`, 'its folder'), message)
    .replaceAll(RESOLVED_PATH, 'resolved path: outside of it');
}

function rejectIfAny(problems: readonly string[]): void {
  if (problems.length > 0) throw new ModelRejected(problems);
}

/** A graph that fails on its golden rows is rejected like any other. */
function asRejection(error: unknown, { name }: Manifest): unknown {
  if (!(error instanceof DomainError) || error instanceof ModelRejected) return error;
  const reason = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return new ModelRejected([`golden rows of ${name}: ${error.message}${reason}`], { cause: error });
}
