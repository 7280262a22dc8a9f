import { writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { unboundedBy } from './graph-bounds.js';
import { OnnxSession } from './onnx-session.js';
import type { OpenedGraph, ProcessAnswer, ProcessRequest } from './process-messages.js';

/** A graph within these limits may run in the service, on the thread that serves. */
const MAX_GRAPH_BYTES = 4 * 2 ** 20;
const MAX_LOAD_CPU_MS = 50;

let session: OnnxSession | undefined;

async function answer(request: ProcessRequest): Promise<ProcessAnswer> {
  try {
    return await handle(request);
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

async function handle(request: ProcessRequest): Promise<ProcessAnswer> {
  if ('open' in request) return open(request.open);
  if (session === undefined) throw new Error('no graph is loaded');
  const startedAtMs = performance.now();
  const tensors = await session.run(request.run.inputs, request.run.outputs);
  return { tensors, ms: performance.now() - startedAtMs };
}

async function open(path: string): Promise<OpenedGraph> {
  let cpuMs = await load(path);
  const { size } = await stat(path);
  // The first graph of a process also loads the runtime.
  if (size <= MAX_GRAPH_BYTES && cpuMs > MAX_LOAD_CPU_MS) cpuMs = await load(path);
  const { inputs, outputs } = session!;
  return { inputs, outputs, unbounded: await unboundedOf(path, size, cpuMs) };
}

/** Loads the graph in the place of the one before, and returns the CPU time in ms. */
async function load(path: string): Promise<number> {
  const before = session;
  session = undefined;
  await before?.close();
  const startedAt = process.cpuUsage();
  session = await OnnxSession.open(path);
  const { user, system } = process.cpuUsage(startedAt);
  return (user + system) / 1000;
}

async function unboundedOf(path: string, size: number, cpuMs: number): Promise<string | undefined> {
  if (size > MAX_GRAPH_BYTES) return `its graph has more than ${MAX_GRAPH_BYTES} bytes`;
  if (cpuMs > MAX_LOAD_CPU_MS) return `loading it takes more than ${MAX_LOAD_CPU_MS} ms`;
  return unboundedBy(await readFile(path));
}

try {
  // When memory runs out, the kernel kills this process and not the service.
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Only Linux has this file.
}
// This thread may never return from a graph: another one ends the process with its parent.
new Worker(new URL('./parent-watch-worker.js', import.meta.url), { stdin: false }).unref();
process.on('message', (request: ProcessRequest) => {
  void answer(request).then((message) => process.send?.(message));
});
