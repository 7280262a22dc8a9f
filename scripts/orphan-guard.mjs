import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Ends the children of the process that started it once that process is gone, and then itself. Its standard input names
 * the children, `started PID` and `ended PID`, and files with the id of a server, `server FILE`; it closes when that process
 * ends. Plain JavaScript, because it also guards the installation and the build.
 */

/** Longer than a service takes to finish its requests and to stop PostgreSQL. */
const GRACE_MS = 60_000;
const POLL_MS = 100;

const children = new Set();
const serverFiles = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
for await (const line of createInterface({ input: process.stdin })) {
  const [, event, what] = /^(\w+) (.*)$/.exec(line) ?? [];
  if (event === 'started') children.add(Number(what));
  else if (event === 'ended') children.delete(Number(what));
  else serverFiles.add(what);
}
for (const file of serverFiles) addServer(file);
const deadlineMs = performance.now() + GRACE_MS;
signalAll('SIGTERM');
// One that is stopped could not end.
signalAll('SIGCONT');
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

/** Adds the process whose id is the first line of the file, unless the server has removed the file at its end. */
function addServer(file) {
  try {
    children.add(Number.parseInt(readFileSync(file, 'utf8'), 10));
  } catch {
    // It does not run.
  }
}
