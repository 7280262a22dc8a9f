import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** Longer than a service takes to finish its requests and to stop PostgreSQL. */
const GRACE_MS = 60_000;
const POLL_MS = 100;

/** Ends the children of the process that started it once that process is gone, and then itself. */
const children = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
for await (const line of createInterface({ input: process.stdin })) {
  const [what, pid] = line.split(' ');
  if (what === 'started') children.add(Number(pid));
  else children.delete(Number(pid));
}
await endAll();

async function endAll() {
  const deadline = performance.now() + GRACE_MS;
  signalAll('SIGTERM');
  while (signalAll(0) && performance.now() < deadline) await pause(POLL_MS);
  signalAll('SIGKILL');
}

/** Forgets the children that are gone; whether any is left. */
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
