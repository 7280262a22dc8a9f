import { runLoad } from './load/run-load.mjs';
import { cpuSeconds, hasProc, processTree, residentMb } from './process-usage.mjs';

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
    residentMb: hasProc ? atEnd.residentMb : undefined,
  };
}

function usage(serverPid, postgresPid) {
  if (!hasProc) return {};
  const { server } = processTree(serverPid);
  const postgres = postgresPid === undefined ? [] : processTree(postgresPid).postgres;
  return { serverS: cpuSeconds(server), postgresS: cpuSeconds(postgres), residentMb: residentMb(server) };
}
