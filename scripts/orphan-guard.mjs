import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Ends the children of the process that started it once that process is gone, and then itself. Its standard input names
 * the children, `started PID` and `ended PID`, and closes when that process ends. Plain JavaScript, because it also
 * guards the installation and the build.
 */

/** Longer than a service takes to finish its requests and to stop PostgreSQL. */
const GRACE_MS = 60_000;
const POLL_MS = 100;

const children = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
for await (const line of createInterface({ input: process.stdin })) {
  const [event, pid] = line.split(' ');
  if (event === 'started') children.add(Number(pid));
  else children.delete(Number(pid));
}
const deadlineMs = performance.now() + GRACE_MS;
signalAll('SIGTERM');
while (signalAll(0) && performance.now() < deadlineMs) await pause(POLL_MS);
signalAll('SIGKILL');

/** Signals the children that still run. Returns whether there are any. */
function signalAll(signal) {
  for (const pid of children) {
    try {
      process.kill(pid, signal);
    } catch {
      children.delete(pid);
    }
  }
  return children.size > 0;
}
