// Runs in a process of its own: receives one order by IPC, sends the load, and answers with its report.
import { performance } from 'node:perf_hooks';
import { Connection } from './connection.js';
import { closedLoop, openLoop } from './loops.js';
import { Recorder } from './recorder.js';
import type { GeneratorMessage, LoadOrder } from './run-load.js';

process.once('message', (order: LoadOrder) => void generate(order));

async function generate(order: LoadOrder): Promise<void> {
  const requests = order.rows.map((row) => requestBytes(order, row));
  const connections = await Promise.all(
    Array.from({ length: order.connections }, (_, index) => Connection.open(order.url, requests, index)),
  );
  const recorder = new Recorder(order, () => send({ type: 'measuring' }));
  const startedAt = performance.now();
  recorder.begin(startedAt);
  const { ratePerS, overload } = order;
  if (ratePerS === undefined) await closedLoop(connections, recorder);
  else await openLoop(connections, recorder, { ratePerS, overload }, startedAt);
  send({ type: 'done', report: recorder.report() }, () => process.exit(0));
}

function send(message: GeneratorMessage, sent?: () => void): void {
  process.send?.(message, undefined, undefined, sent);
}

function requestBytes({ url, path, token }: LoadOrder, row: object): Buffer {
  const body = JSON.stringify(row);
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Authorization: Bearer ${token}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
