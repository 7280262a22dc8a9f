// Runs in a process of its own: takes one order by IPC, sends the load, answers with what it saw.
import { performance } from 'node:perf_hooks';
import { Connection } from './connection.mjs';
import { Recorder } from './recorder.mjs';
import { closedLoop, openLoop } from './loops.mjs';

/**
 * @typedef {object} LoadOrder
 * @property {string} url
 * @property {string} path
 * @property {string} token
 * @property {object[]} rows bodies, sent in turn
 * @property {number} connections
 * @property {number} warmupMs load that is sent but not measured
 * @property {number} durationMs length of the measured window; Infinity when `requests` bounds it
 * @property {number} [requests] ends the window after so many answers
 * @property {number} [ratePerS] open loop at this fixed rate; closed loop when absent
 */

process.once('message', async (order) => {
  const requests = order.rows.map((row) => requestBytes(order, row));
  const connections = await Promise.all(
    Array.from({ length: order.connections }, (_, index) => Connection.open(order.url, requests, index)),
  );
  const recorder = new Recorder(order, () => process.send({ type: 'measuring' }));
  const loop = order.ratePerS === undefined ? closedLoop : openLoop;
  const startedAt = performance.now();
  recorder.begin(startedAt);
  await loop(connections, recorder, order, startedAt);
  process.send({ type: 'done', report: recorder.report() }, () => process.exit(0));
});

function requestBytes({ url, path, token }, row) {
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
