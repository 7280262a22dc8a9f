import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../apps/cli/dist/installation/index.js';
import type { Run } from './compare.js';
import { cores, pinProcesses } from './machine.js';
import { measure } from './measure.js';
import { processTree } from './process-usage.js';
import { Installation } from './stacks/installation.js';
import { plumbline } from './stacks/plumbline.js';

const INTERVAL_US = 500;
const TOP_PARTS = 25;
const TOP_FUNCTIONS = 40;
const NOT_WORK = new Set(['(idle)', '(root)']);

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** A profile in V8's format; times in microseconds. */
interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
  readonly startTime: number;
}

/** A span of the clock that V8's profiles use. */
interface SpanUs {
  readonly from: number;
  readonly until: number;
}

/**
 * Loads the service under V8's CPU profiler; returns the parts and the functions that its time went to. The profile
 * itself stays in bench/profiles, for the viewer in a browser's developer tools.
 */
export async function profile({ folder, load, progress }: Run): Promise<string> {
  const profiles = join(root, 'bench', 'profiles');
  rmSync(profiles, { recursive: true, force: true });
  const options = ['--cpu-prof', '--cpu-prof-dir', profiles, '--cpu-prof-interval', String(INTERVAL_US)];
  const installation = await Installation.create(folder);
  const auth = await installation.startAuth();
  const server = await installation.startPredict(plumbline.id, {}, root, options);
  let window: SpanUs;
  try {
    pinProcesses(processTree(server.pid).server, cores.server);
    const target = { stack: plumbline, server, token: await installation.signIn() };
    const { ratePerS, seconds } = await measure(target, load);
    const endUs = Number(process.hrtime.bigint() / 1000n);
    window = { from: endUs - seconds * 1e6, until: endUs };
    progress(`${Math.round(ratePerS)} requests/s under the profiler`);
  } finally {
    await server.stop();
    await auth.stop();
  }
  const [file = ''] = readdirSync(profiles);
  return summary(JSON.parse(readFileSync(join(profiles, file), 'utf8')) as CpuProfile, window);
}

/** Counts the samples of the measured window only: a start-up has other costs. */
function summary({ nodes, samples, timeDeltas, startTime }: CpuProfile, { from, until }: SpanUs): string {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parts = new Map<string, number>();
  const functions = new Map<string, number>();
  let totalUs = 0;
  let nowUs = startTime;
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    const deltaUs = timeDeltas[index] ?? 0;
    nowUs += deltaUs;
    if (frame === undefined || nowUs < from || nowUs > until || NOT_WORK.has(frame.functionName)) continue;
    totalUs += deltaUs;
    add(parts, partOf(frame), deltaUs);
    add(functions, `${frame.functionName || '(anonymous)'} ${placeOf(frame)}`, deltaUs);
  }
  return `${ranking('Part', parts, totalUs, TOP_PARTS)}\n${ranking('Function', functions, totalUs, TOP_FUNCTIONS)}`;
}

function add(totals: Map<string, number>, key: string, amount: number): void {
  totals.set(key, (totals.get(key) ?? 0) + amount);
}

/** The package, the library, the folder of the app, or the Node module that a function belongs to. */
function partOf({ url, functionName }: CallFrame): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native code';
  if (url.startsWith('node:')) return url;
  const path = pathOf(url);
  const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return dependency ?? path.split('/').slice(0, 4).join('/').replace('/dist', '');
}

function placeOf({ url, lineNumber }: CallFrame): string {
  return url === '' ? '' : `${url.startsWith('node:') ? url : pathOf(url)}:${lineNumber + 1}`;
}

function pathOf(url: string): string {
  return url.startsWith('file:') ? relative(root, fileURLToPath(url)) : relative(root, url);
}

function ranking(title: string, totals: ReadonlyMap<string, number>, total: number, max: number): string {
  const rows = [...totals].sort(([, a], [, b]) => b - a).slice(0, max);
  const lines = rows.map(([name, time]) => `| ${name.trim()} | ${((time / total) * 100).toFixed(1)} % |`);
  return `| ${title} | Share of CPU time |\n| --- | ---: |\n${lines.join('\n')}\n`;
}
