import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { LoadReport } from './load/recorder.js';
import { type Load, runLoad } from './load/run-load.js';
import { payloadOf } from './payload.js';
import {
  allProcesses,
  cpuSeconds,
  hasProc,
  machineCpuSeconds,
  processTree,
  residentMb,
} from './process-usage.js';
import { logShipped } from './stacks/installation.js';
import type { ServerProcess } from './stacks/server-process.js';
import type { Stack } from './stacks/stack.js';

/** One window of load on one stack; what needs /proc is absent elsewhere. */
export interface Window extends LoadReport {
  /** Of the server process. */
  readonly cpuSecondsPer1000?: number;
  /** Of PostgreSQL, until the log has reached it. */
  readonly postgresCpuSecondsPer1000?: number;
  /** Of the server process at the end. */
  readonly residentMb?: number;
  /** Share of the machine's CPU time that went to processes outside the benchmark. */
  readonly foreignCpu?: number;
}

/** A running stack and a token for it. */
export interface Target {
  readonly stack: Stack;
  readonly server: ServerProcess;
  readonly token: string;
  readonly postgresPid?: number;
}

interface Usage {
  readonly atMs: number;
  readonly machineS: number;
  readonly ownS: number;
  readonly serverS: number;
  readonly postgresS: number;
  readonly residentMb: number;
}

/** Measures one window of load on a running stack. */
export async function measure({ stack, server, postgresPid, token }: Target, load: Load): Promise<Window> {
  let before: Usage | undefined;
  const order = { url: server.url, path: stack.path, token, rows: payloadOf(stack.model), ...load };
  const report = await runLoad(order, () => (before = usage(server.pid, postgresPid)));
  const atEnd = usage(server.pid, postgresPid);
  if (stack.isService) await logShipped(server.url);
  const settled = usage(server.pid, postgresPid);
  if (before === undefined || atEnd === undefined || settled === undefined) return report;
  const per1000 = (seconds: number) => (seconds / report.answers) * 1000;
  return {
    ...report,
    cpuSecondsPer1000: per1000(atEnd.serverS - before.serverS),
    postgresCpuSecondsPer1000:
      postgresPid === undefined ? undefined : per1000(settled.postgresS - before.postgresS),
    residentMb: atEnd.residentMb,
    foreignCpu: foreignCpu(before, atEnd),
  };
}

function foreignCpu(before: Usage, after: Usage): number {
  const foreignS = after.machineS - before.machineS - (after.ownS - before.ownS);
  return Math.max(0, foreignS / (((after.atMs - before.atMs) / 1000) * cpus().length));
}

function usage(serverPid: number, postgresPid: number | undefined): Usage | undefined {
  if (!hasProc) return undefined;
  const own = allProcesses(process.pid);
  const { server } = processTree(serverPid);
  const postgres = postgresPid === undefined ? [] : processTree(postgresPid).postgres;
  return {
    atMs: performance.now(),
    machineS: machineCpuSeconds(),
    ownS: cpuSeconds(own),
    serverS: cpuSeconds(server),
    postgresS: cpuSeconds(postgres),
    residentMb: residentMb(server),
  };
}
