import { Agent } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Run } from '../compare.js';
import { quantile } from '../load/recorder.js';
import { fixed, LEFT, markdownTable, RIGHT } from '../markdown.js';
import { median } from '../median.js';
import { MODEL, payloadOf } from '../payload.js';
import { Installation } from '../stacks/installation.js';
import { type FloodOrder, type FloodRequest, send } from './flood-request.js';

const CONNECTIONS = 20;
const WINDOW_MS = 2_000;
const SETTLE_MS = 500;
/** Between the requests of the others. */
const PAUSE_MS = 10;

/** A request without a token that is sent again and again. */
interface Flood extends FloodRequest {
  readonly name: string;
  readonly service: 'auth' | 'predict';
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const wrongSecret = 'grant_type=client_credentials&client_id=nobody&client_secret=wrong';

const floods: readonly Flood[] = [
  { name: 'GET /health', service: 'predict', method: 'GET', path: '/health' },
  { name: 'GET /metrics', service: 'predict', method: 'GET', path: '/metrics' },
  gzipped('predict', '/metrics'),
  { name: 'GET /docs/json', service: 'predict', method: 'GET', path: '/docs/json' },
  { name: 'GET /nowhere', service: 'predict', method: 'GET', path: '/nowhere' },
  {
    ...{ name: 'POST /predict', service: 'predict', method: 'POST', path: '/predict' },
    ...{ headers: JSON_TYPE, body: '{"a":1}' },
  },
  {
    ...{ name: 'POST /predict/batch of 4 MB', service: 'predict', method: 'POST', path: '/predict/batch' },
    ...{ headers: JSON_TYPE, body: JSON.stringify({ instances: ['x'.repeat(4_000_000)] }) },
  },
  { name: 'GET /metrics of auth', service: 'auth', method: 'GET', path: '/metrics' },
  { name: 'GET /.well-known/jwks.json', service: 'auth', method: 'GET', path: '/.well-known/jwks.json' },
  {
    ...{ name: 'POST /oauth/token, wrong secret', service: 'auth', method: 'POST', path: '/oauth/token' },
    ...{ headers: FORM, body: wrongSecret },
  },
];

function gzipped(service: Flood['service'], path: string): Flood {
  return { name: `GET ${path}, gzip`, service, method: 'GET', path, headers: { 'Accept-Encoding': 'gzip' } };
}

/**
 * Floods each service with requests that need no token, over 20 connections, and prints the times of other requests
 * beside them: predictions, or `GET /me` of auth.
 */
export async function measureFloods({ folder, repeats, progress }: Run): Promise<void> {
  const installation = await Installation.create(folder);
  const auth = await installation.startAuth();
  const predict = await installation.startPredict('floods', {});
  try {
    const rows: string[][] = [];
    for (const flood of floods) {
      progress(flood.name);
      const { url } = flood.service === 'auth' ? auth : predict;
      const token = await installation.signIn();
      const other = () => otherRequest(flood.service, url, token);
      const idle: number[] = [];
      const during: number[] = [];
      const rates: number[] = [];
      for (let round = 0; round < repeats; round += 1) {
        idle.push(await p50Of(other()));
        const stop = start(flood, url);
        await setTimeout(SETTLE_MS);
        during.push(await p50Of(other()));
        rates.push(await stop());
      }
      const [before = NaN, beside = NaN, rate = NaN] = [idle, during, rates].map(median);
      rows.push([flood.name, fixed(rate, 0), fixed(before, 1), fixed(beside, 1), fixed(beside / before, 1)]);
    }
    const header = ['Flood', 'Answers a second', "Others' p50 without it (ms)", 'beside it (ms)', 'times'];
    process.stdout.write(`${markdownTable(header, rows, [LEFT, RIGHT])}\n`);
  } finally {
    await predict.stop();
    await auth.stop();
  }
}

function otherRequest(service: Flood['service'], url: string, token: string): () => Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const Authorization = `Bearer ${token}`;
  if (service === 'auth') {
    return () => send(url, { method: 'GET', path: '/me', headers: { Authorization } }, agent);
  }
  const [row] = payloadOf(MODEL);
  const headers = { ...JSON_TYPE, Authorization };
  const path = `/models/${MODEL}/predict`;
  return () => send(url, { method: 'POST', path, headers, body: JSON.stringify(row) }, agent);
}

/** The median time of requests that follow each other with a pause, in ms. */
async function p50Of(other: () => Promise<number>): Promise<number> {
  await other();
  const timesMs: number[] = [];
  const until = performance.now() + WINDOW_MS;
  while (performance.now() < until) {
    const startedAt = performance.now();
    const status = await other();
    if (status !== 200) throw new Error(`a request beside a flood got ${status}`);
    timesMs.push(performance.now() - startedAt);
    await setTimeout(PAUSE_MS);
  }
  return quantile(
    timesMs.sort((one, another) => one - another),
    0.5,
  );
}

/** Starts a flood on a thread of its own. Ending it gives its answers a second. */
function start(flood: Flood, url: string): () => Promise<number> {
  const order: FloodOrder = { url, request: flood, connections: CONNECTIONS };
  const worker = new Worker(new URL('./flood-worker.js', import.meta.url), { workerData: order });
  return () =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.postMessage('stop');
    });
}
