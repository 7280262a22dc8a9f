import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

const PREFIX = '.uploading-';
/** Nothing that is being written takes this long: a request must have arrived within a minute. */
const ABANDONED_MS = 3_600_000;

const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 12);
const mine = new Set<string>();

/** A new name for what this process is writing in the repository; readers pass over it. */
export function ownName(): string {
  const name = `${PREFIX}${host}-${process.pid}-${randomUUID()}`;
  mine.add(name);
  return name;
}

/** Says that nothing of that name is being written any more. */
export function doneWith(name: string): void {
  mine.delete(name);
}

/**
 * Whether something in the repository was being written by a process that is gone: on this host when no process has
 * its id, or this one has and knows nothing of it; on another when nobody touched it for an hour.
 */
export function isAbandoned(name: string, changedMs: number, nowMs = Date.now()): boolean {
  const [, writer, pid] = /^\.uploading-([0-9a-f]{12})-(\d+)-/.exec(name) ?? [];
  if (!name.startsWith(PREFIX) || mine.has(name)) return false;
  if (nowMs - changedMs > ABANDONED_MS) return true;
  return writer === host && (Number(pid) === process.pid || !isAlive(Number(pid)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
