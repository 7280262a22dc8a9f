import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../apps/cli/dist/installation/index.js';
import { compare, type Comparison, type Run, type StackResult } from '../compare.js';
import { plumbline, plumblineUnmonitored } from '../stacks/plumbline.js';

/** Every window is long enough that an evaluation falls into it, at the service's default interval. */
const MIN_WINDOW_MS = 12_000;

/** The figures of predict under load. */
export type RequestFigures = Pick<
  StackResult,
  'ratePerS' | 'p50Ms' | 'p99Ms' | 'cpuSecondsPer1000' | 'residentMb' | 'foreignCpu'
>;

/** What requests cost with and without monitoring. */
export interface RequestCost extends Pick<Comparison, 'machine' | 'load'> {
  readonly on: RequestFigures;
  readonly off: RequestFigures;
}

/** Measures the service with its default monitoring, and without any: neither windows nor inputs. */
export async function requestCost(run: Run): Promise<RequestCost> {
  const models = join(run.folder, 'models-without-profiles');
  cpSync(join(root, 'models'), models, { recursive: true });
  rmSync(join(models, 'heart-disease', '1', 'profile.json'), { force: true });
  const durationMs = Math.max(run.load.durationMs ?? 0, MIN_WINDOW_MS);
  const load = { ...run.load, durationMs };
  const results = await compare({ ...run, load }, [plumbline, plumblineUnmonitored(models)]);
  const [on, off] = results.stacks.map(figuresOf);
  if (on === undefined || off === undefined) throw new Error('Both stacks must have been measured');
  return { machine: results.machine, load: results.load, on, off };
}

function figuresOf(result: StackResult): RequestFigures {
  const { ratePerS, p50Ms, p99Ms, cpuSecondsPer1000, residentMb, foreignCpu } = result;
  return { ratePerS, p50Ms, p99Ms, cpuSecondsPer1000, residentMb, foreignCpu };
}
