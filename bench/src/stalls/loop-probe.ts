// Preloaded into a server: tells, when asked, the longest turns of its event loop since it was last asked.
import { performance } from 'node:perf_hooks';

const US_PER_MS = 1_000;

let last = { atMs: performance.now(), cpuMs: cpuMs() };
let longest = { wallMs: 0, busyMs: 0 };

setInterval(() => {
  const now = { atMs: performance.now(), cpuMs: cpuMs() };
  const wallMs = now.atMs - last.atMs;
  longest = {
    wallMs: Math.max(longest.wallMs, wallMs),
    busyMs: Math.max(longest.busyMs, Math.min(wallMs, now.cpuMs - last.cpuMs)),
  };
  last = now;
}, 1).unref();
process.on('message', (message) => {
  if (message !== 'event loop') return;
  process.send?.({ type: 'event loop', longest });
  longest = { wallMs: 0, busyMs: 0 };
});
process.channel?.unref();

/** CPU time of all threads: at least that of the event loop. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / US_PER_MS;
}
