import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from '@plumbline/errors';

const PREFIX = '.uploading-';
/** Far above the interval at which a writer touches its folder. */
const ABANDONED_MS = 3_600_000;

/** Identifies the processes that see each other's ids: those of one boot of one host, in one container. */
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

/** A new name for something that this process writes in the repository; readers skip it. */
export function ownName(): string {
  const name = `${PREFIX}${neighbourhood}-${process.pid}-${randomUUID()}`;
  mine.add(name);
  return name;
}

/** Marks the write of that name as finished. */
export function doneWith(name: string): void {
  mine.delete(name);
}

/** Whether it is the name of a write, finished or not. */
export function isScratch(name: string): boolean {
  return name.startsWith(PREFIX);
}

/**
 * Whether the process that wrote it is gone. Where process ids can be compared: no process has the id, or this process has
 * it and did not start the write. Anywhere: it has not changed for an hour.
 * @param changedMs, nowMs by the clock of the file system.
 */
export function isAbandoned(name: string, changedMs: number, nowMs: number): boolean {
  const [, writer, pid] = /^\.uploading-([0-9a-f]{12})-(\d+)-/.exec(name) ?? [];
  if (!isScratch(name) || mine.has(name)) return false;
  if (nowMs - changedMs > ABANDONED_MS) return true;
  return writer === neighbourhood && (Number(pid) === process.pid || !isAlive(Number(pid)));
}

/** Empty where the system does not have it. */
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
    return codeOf(error) === 'EPERM';
  }
}
