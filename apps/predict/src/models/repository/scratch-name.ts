import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const PREFIX = '.uploading-';
/** Many times the pause between two signs of life of a writer. */
const ABANDONED_MS = 3_600_000;

/** Processes that see each other's ids: those of one boot of one host, in one container. */
const neighbourhood = createHash('sha256')
  .update(
    [
      hostname(),
      known(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
      known(() => readlinkSync('/proc/self/ns/pid')),
    ].join(),
  )
  .digest('hex')
  .slice(0, 12);

const mine = new Set<string>();

/** A new name for what this process is writing in the repository; readers pass over it. */
export function ownName(): string {
  const name = `${PREFIX}${neighbourhood}-${process.pid}-${randomUUID()}`;
  mine.add(name);
  return name;
}

/** Says that nothing of that name is being written any more. */
export function doneWith(name: string): void {
  mine.delete(name);
}

/** Whether it is the name of something that is, or was, being written. */
export function isScratch(name: string): boolean {
  return name.startsWith(PREFIX);
}

/**
 * Whether something in the repository was being written by a process that is gone: where process ids can be compared,
 * when none has its id, or this one has and knows nothing of it; anywhere, when it did not change for an hour.
 * @param changedMs, nowMs by the clock of the file system.
 */
export function isAbandoned(name: string, changedMs: number, nowMs: number): boolean {
  const [, writer, pid] = /^\.uploading-([0-9a-f]{12})-(\d+)-/.exec(name) ?? [];
  if (!isScratch(name) || mine.has(name)) return false;
  if (nowMs - changedMs > ABANDONED_MS) return true;
  return writer === neighbourhood && (Number(pid) === process.pid || !isAlive(Number(pid)));
}

/** Empty where the system does not tell. */
function known(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
