import { runLoad } from './load/run-load.mjs';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { cpuSeconds, hasProc, machineCpuSeconds, processTree, residentMb } from './process-usage.mjs';

/**
 * One window of load on one stack.
 * @typedef {object} Window
 * @property {number} ratePerS answers a second
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} [cpuSecondsPer1000] of the server process
 * @property {number} [postgresCpuSecondsPer1000] of PostgreSQL, until the log has reached it
 * @property {number} [residentMb] of the server process at the end
 * @property {number} generatorBusy share of its core that the generator used
 * @property {number} [generatorLate] share of the requests of an open loop that the generator sent late
 * @property {number} [foreignCpu] share of the machine's CPU time that went to processes outside the benchmark
 */

/**
 * Measures a running stack.
 * @param {{ stack: object, server: import('./stacks/server-process.mjs').ServerProcess, postgresPid?: number, token: string }} target
 * @param {object} load the rest of the load order
 * @returns {Promise<Window>}
 */
export async function measure({ stack, server, postgresPid, token }, load) {
  const before = {};
  const order = { url: server.url, path: stack.path, token, ...load };
  const report = await runLoad(order, () => Object.assign(before, usage(server.pid, postgresPid)));
  const atEnd = usage(server.pid, postgresPid);
  await stack.settle?.(server);
  const settled = usage(server.pid, postgresPid);
  const per1000 = (seconds) => (seconds / report.answers) * 1000;
  return {
    ...report,
    cpuSecondsPer1000: hasProc ? per1000(atEnd.serverS - before.serverS) : undefined,
    postgresCpuSecondsPer1000:
      hasProc && postgresPid !== undefined ? per1000(settled.postgresS - before.postgresS) : undefined,
    residentMb: atEnd.residentMb,
    foreignCpu: hasProc ? foreignCpu(before, atEnd) : undefined,
  };
}

function foreignCpu(before, after) {
  const foreignS = after.machineS - before.machineS - (after.ownS - before.ownS);
  return Math.max(0, foreignS / (((after.atMs - before.atMs) / 1000) * cpus().length));
}

function usage(serverPid, postgresPid) {
  if (!hasProc) return {};
  const own = Object.values(processTree(process.pid)).flat();
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
