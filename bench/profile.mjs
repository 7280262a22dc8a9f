import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../scripts/workspace.mjs';
import { cores, pinProcesses } from './affinity.mjs';
import { goldenRows } from './compare.mjs';
import { measure } from './measure.mjs';
import { processTree } from './process-usage.mjs';
import { Installation, plumbline } from './stacks/plumbline.mjs';

const INTERVAL_US = 500;
const TOP_PARTS = 25;
const TOP_FUNCTIONS = 40;
const NOT_WORK = new Set(['(idle)', '(root)']);

/**
 * Loads the service under V8's CPU profiler; returns which parts and which functions its time went to. The profile
 * itself stays in bench/profiles, for the viewer in a browser's developer tools.
 */
export async function profile({ folder, load, progress }) {
  const profiles = join(import.meta.dirname, 'profiles');
  rmSync(profiles, { recursive: true, force: true });
  const installation = await Installation.create(folder);
  const auth = await installation.startAuth();
  installation.nodeOptions = ['--cpu-prof', '--cpu-prof-dir', profiles, '--cpu-prof-interval', INTERVAL_US];
  const server = await plumbline.start({ installation });
  let windowUs;
  try {
    pinProcesses(processTree(server.pid).server, cores.server);
    const rows = goldenRows().map(({ features }) => features);
    const target = { stack: plumbline, server, token: await installation.signIn() };
    const { ratePerS, seconds } = await measure(target, { ...load, rows });
    const endUs = monotonicUs();
    windowUs = { from: endUs - seconds * 1e6, until: endUs };
    progress(`${Math.round(ratePerS)} requests/s under the profiler`);
  } finally {
    await server.stop();
    await auth.stop();
  }
  return summary(JSON.parse(readFileSync(join(profiles, readdirSync(profiles)[0]), 'utf8')), windowUs);
}

/** The clock that V8's profiles use. */
function monotonicUs() {
  return Number(process.hrtime.bigint() / 1000n);
}

/** Counts the samples of the measured window only: a start-up has other costs. */
function summary({ nodes, samples, timeDeltas, startTime }, { from, until }) {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const parts = new Map();
  const functions = new Map();
  let total = 0;
  let now = startTime;
  for (const [index, id] of samples.entries()) {
    const frame = byId.get(id);
    now += timeDeltas[index];
    if (now < from || now > until || NOT_WORK.has(frame.functionName)) continue;
    total += timeDeltas[index];
    add(parts, partOf(frame), timeDeltas[index]);
    add(functions, `${frame.functionName || '(anonymous)'} ${placeOf(frame)}`, timeDeltas[index]);
  }
  return `${ranking('Part', parts, total, TOP_PARTS)}\n${ranking('Function', functions, total, TOP_FUNCTIONS)}`;
}

function add(totals, key, amount) {
  totals.set(key, (totals.get(key) ?? 0) + amount);
}

/** The package, the library, the folder of the app, or the Node module that a function belongs to. */
function partOf({ url, functionName }) {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native code';
  if (url.startsWith('node:')) return url;
  const path = pathOf(url);
  const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path);
  if (dependency) return dependency[1];
  return path.split('/').slice(0, 4).join('/').replace('/dist', '');
}

function placeOf({ url, lineNumber }) {
  return url === '' ? '' : `${url.startsWith('node:') ? url : pathOf(url)}:${lineNumber + 1}`;
}

function pathOf(url) {
  return url.startsWith('file:') ? relative(root, fileURLToPath(url)) : relative(root, url);
}

function ranking(title, totals, total, most) {
  const rows = [...totals].sort(([, a], [, b]) => b - a).slice(0, most);
  const lines = rows.map(([name, time]) => `| ${name.trim()} | ${((time / total) * 100).toFixed(1)} % |`);
  return `| ${title} | Share of CPU time |\n| --- | ---: |\n${lines.join('\n')}\n`;
}
