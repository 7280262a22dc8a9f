import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { givenTokens, PredictClient } from '@plumbline/client';
import { z } from 'zod';
import { root } from '../../../apps/cli/dist/installation/index.js';
import type { Run } from '../compare.js';
import { fixed, LEFT, markdownTable, RIGHT } from '../markdown.js';
import { Installation } from '../stacks/installation.js';
import type { ServerProcess } from '../stacks/server-process.js';
import { tableGraph } from './onnx.js';
import { writeVersion } from './version-files.js';
import { writeWideVersion } from './wide-version.js';

const PROBE = join(import.meta.dirname, 'loop-probe.js');
const NAME = 'table';
/** As many as an image of 64 by 64 pixels has values. */
const FEATURES = 12_288;
const WIDE = 'wide';
const SETTLE_MS = 1_500;
const POLL_MS = 100;
const profilesSchema = z.object({
  versions: z.array(z.object({ profile: z.object({ state: z.string() }) })),
});
const BYTES_PER_MB = 2 ** 20;
const BYTES_PER_ROW = 4;
const CYCLE = 100;
/** Enough for a version of any size that is measured. */
const SETTINGS = {
  PREDICT_MODEL_LIMIT_BYTES: String(2 ** 33),
  PREDICT_MODEL_MEMORY_BYTES: String(2 ** 33),
};

/**
 * Publishes a version with a tensor of so many MB in a file beside its graph, and one of many features, promotes them, and
 * prints the stalls meanwhile.
 */
export async function largeModel({ folder, progress }: Run, megabytes: number): Promise<void> {
  progress('writing the versions');
  const small = await writeTable(join(folder, 'small'), 1, 1);
  const large = await writeTable(join(folder, 'large'), 2, megabytes);
  const wide = join(folder, 'wide');
  await writeWideVersion(wide, WIDE, FEATURES);
  const installation = await Installation.create(folder);
  const auth = await installation.startAuth();
  const server = await installation.startPredict('large', SETTINGS, root, ['--import', PROBE]);
  try {
    const token = await installation.signIn();
    const client = new PredictClient(
      { url: server.url },
      givenTokens(() => token),
    );
    const rows: string[][] = [];
    const step = async (name: string, work: () => Promise<unknown>) => {
      progress(name);
      rows.push([name, ...(await measure(server, work))]);
    };
    await step('none', () => setTimeout(SETTLE_MS));
    await step('publish a version of 1 MB', async () => client.publish(NAME, await formOf(small)));
    await step(`publish a version of ${megabytes} MB`, async () => client.publish(NAME, await formOf(large)));
    await step('make the large one champion', () => client.promote(NAME, 2));
    await step('predict with it', () => client.predict(NAME, { x: 5 }));
    await step(`publish a version of ${FEATURES} features`, async () =>
      client.publish(WIDE, await formOf(wide)),
    );
    await step('build its profile and read it', () => hasProfile(client));
    await step('make it champion', () => client.promote(WIDE, 1));
    const row = Object.fromEntries(Array.from({ length: FEATURES }, (_, place) => [`x${place}`, place % 23]));
    await step('predict with it', () => client.predict(WIDE, row));
    const header = ['Work', 'Time (ms)', 'Longest turn (ms)', 'by the clock (ms)'];
    process.stdout.write(`${markdownTable(header, rows, [LEFT, RIGHT])}\n`);
  } finally {
    await server.stop();
    await auth.stop();
  }
}

/** Resolves when the service has the profile of the wide version. */
async function hasProfile(client: PredictClient): Promise<void> {
  for (;;) {
    const { versions } = await client.get(`/models/${WIDE}`, profilesSchema);
    if (versions.every(({ profile }) => profile.state === 'READY')) return;
    await setTimeout(POLL_MS);
  }
}

async function measure(server: ServerProcess, work: () => Promise<unknown>): Promise<string[]> {
  await setTimeout(SETTLE_MS);
  await server.longestTurn();
  const startedAt = performance.now();
  await work();
  const tookMs = performance.now() - startedAt;
  const { busyMs, wallMs } = await server.longestTurn();
  return [tookMs, busyMs, wallMs].map((ms) => fixed(ms, 0));
}

/** A version whose prediction is the value at a place of a table in a file beside its graph. */
async function writeTable(folder: string, version: number, megabytes: number): Promise<string> {
  const [graph, table] = ['model.onnx', 'table.bin'];
  await mkdir(folder);
  const length = (megabytes * BYTES_PER_MB) / BYTES_PER_ROW;
  await writeFile(join(folder, graph), tableGraph(length, table));
  const block = new Uint8Array(
    Float32Array.from({ length: BYTES_PER_MB / BYTES_PER_ROW }, (_, at) => at % CYCLE).buffer,
  );
  await pipeline(
    Readable.from(Array<Uint8Array>(megabytes).fill(block)),
    createWriteStream(join(folder, table)),
  );
  const rows = Array.from({ length: 200 }, (_, at) => [[at], at % CYCLE] as const);
  const model = { name: NAME, version, features: ['x'], datatype: 'INT64', rowShape: [], rows } as const;
  await writeVersion(folder, model, [graph, table]);
  return folder;
}

async function formOf(folder: string): Promise<FormData> {
  const form = new FormData();
  for (const file of await readdir(folder)) form.append(file, await openAsBlob(join(folder, file)), file);
  return form;
}
