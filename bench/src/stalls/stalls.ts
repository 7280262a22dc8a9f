import { cpSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { root } from '../../../apps/cli/dist/installation/index.js';
import type { Run } from '../compare.js';
import { fixed, LEFT, markdownTable, RIGHT } from '../markdown.js';
import { median } from '../median.js';
import { payloadOf } from '../payload.js';
import { Installation } from '../stacks/installation.js';
import type { LoopTurn, ServerProcess } from '../stacks/server-process.js';
import { type LargeRequest, largestRequests, wideBatch } from './largest-requests.js';
import { writeWideVersion } from './wide-version.js';

const PROBE = join(import.meta.dirname, 'loop-probe.js');
const SETTLE_MS = 300;
const FEATURES = 1_500;
const WIDE = 'wide';
const FEEDBACK_ROWS = 50_000;
const BATCH_ROWS = 1_000;
/** Nothing listens there: alerts are decided about all the same. */
const AIRFLOW = { AIRFLOW_URL: 'http://127.0.0.1:9', AIRFLOW_USERNAME: 'a', AIRFLOW_PASSWORD: 'a' };

interface Servers {
  readonly auth: ServerProcess;
  readonly predict: ServerProcess;
  readonly token: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

interface Stall {
  readonly status: number | undefined;
  readonly turn: LoopTurn;
  readonly answerMs: number;
}

/** Sends the largest requests of every kind, one at a time, and prints how long each blocks the event loop of its service. */
export async function stalls({ folder, repeats, progress }: Run): Promise<void> {
  const models = join(folder, 'models');
  cpSync(join(root, 'models'), models, { recursive: true });
  await writeWideVersion(join(models, WIDE, '1'), WIDE, FEATURES);
  await writeFile(
    join(models, WIDE, 'aliases.json'),
    JSON.stringify({ champion: 1, previous: null, challenger: null }),
  );
  const installation = await Installation.create(folder);
  const probe = ['--import', PROBE];
  const auth = await installation.startAuth(probe);
  const settings = { PREDICT_MODELS_DIR: models, ...AIRFLOW };
  const predict = await installation.startPredict('stalls', settings, root, probe);
  try {
    const servers = { auth, predict, token: await installation.signIn() };
    progress('predictions for feedback and monitoring');
    const known = { predictionIds: await predictionIds(servers), wideModel: WIDE };
    await send(servers, wideBatch(WIDE));
    const requests = largestRequests(known);
    await setTimeout(15_000);
    const rows: string[][] = [];
    rows.push(rowOf('none', await measure(servers.predict, repeats, () => setTimeout(SETTLE_MS, undefined))));
    for (const request of requests) {
      progress(request.name);
      const server = servers[request.service];
      rows.push(rowOf(request.name, await measure(server, repeats, () => send(servers, request))));
    }
    const header = [
      'Request',
      'Status',
      'Answer (ms)',
      'Longest turn (ms)',
      'most',
      'by the clock, least (ms)',
    ];
    process.stdout.write(`${markdownTable(header, rows, [LEFT, RIGHT])}\n`);
  } finally {
    await predict.stop();
    await auth.stop();
  }
}

async function predictionIds(servers: Servers): Promise<string[]> {
  const rows = payloadOf('heart-disease');
  const instances = Array.from({ length: BATCH_ROWS }, (_, place) => rows[place % rows.length]);
  const ids: string[] = [];
  while (ids.length < FEEDBACK_ROWS) {
    const path = '/models/heart-disease/predict/batch';
    const body = JSON.stringify({ instances });
    const { text } = await send(servers, { name: path, service: 'predict', path, body });
    const { predictions } = JSON.parse(text) as { predictions: { prediction_id: string }[] };
    ids.push(...predictions.map(({ prediction_id }) => prediction_id));
  }
  return ids;
}

async function send(
  servers: Servers,
  { service, method = 'POST', path, body, type = 'application/json', headers }: LargeRequest,
): Promise<Answer> {
  const response = await fetch(servers[service].url + path, {
    method,
    headers: {
      Authorization: `Bearer ${servers.token}`,
      ...(body !== undefined && { 'Content-Type': type }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, text: await response.text() };
}

async function measure(
  server: ServerProcess,
  repeats: number,
  work: () => Promise<Answer | undefined>,
): Promise<Stall[]> {
  const measured: Stall[] = [];
  for (let round = 0; round < repeats; round += 1) {
    await setTimeout(SETTLE_MS);
    await server.longestTurn();
    const startedAt = performance.now();
    const answer = await work();
    const answerMs = performance.now() - startedAt;
    await setTimeout(SETTLE_MS);
    measured.push({ status: answer?.status, turn: await server.longestTurn(), answerMs });
  }
  return measured;
}

function rowOf(name: string, measured: readonly Stall[]): string[] {
  const busy = measured.map(({ turn }) => turn.busyMs);
  const cells = [
    median(measured.map(({ answerMs }) => answerMs)),
    median(busy),
    Math.max(...busy),
    Math.min(...measured.map(({ turn }) => turn.wallMs)),
  ];
  const status = measured[0]?.status ?? '';
  return [name, String(status), ...cells.map((ms) => fixed(ms, 0))];
}
