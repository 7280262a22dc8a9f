// Runs on a thread of its own: sends the request over all connections until it is told to stop, and answers with the rate.
import { Agent } from 'node:http';
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { type FloodOrder, send } from './flood-request.js';

const { url, request, connections } = workerData as FloodOrder;
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const startedAt = performance.now();
let answers = 0;
let running = true;

async function repeat(): Promise<void> {
  while (running) {
    await send(url, request, agent).catch(() => undefined);
    answers += 1;
  }
}

const all = Promise.all(Array.from({ length: connections }, repeat));
parentPort?.once('message', () => {
  running = false;
  const seconds = (performance.now() - startedAt) / 1000;
  void all.then(() => {
    agent.destroy();
    parentPort?.postMessage(answers / seconds);
  });
});
