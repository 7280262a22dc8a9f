import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { signalAll } from '../processes.js';
import { scrape } from '../gauges.js';
import type { System } from '../system.js';
import { BROKEN, type Kind } from './kind.js';

const VOLUME = '8m';
const REFUSED = { request: 'prediction', status: 503 } as const;

export const fullVolume: Kind = {
  name: 'full-volume',
  title: 'Volume of the spool: full',
  allows: [REFUSED],
  start: (system) => system.startPredict({ wrapper: onSmallVolume(system.spool) }),
  async inflict({ system, rounds, acknowledged, answered }) {
    // The volume exists in the mount namespace of the process only.
    const spool = join(`/proc/${system.predict.process.pid}/root`, system.spool);
    for (let round = 0; round < rounds; round += 1) {
      await acknowledged(100);
      const filler = join(spool, 'filler');
      fill(filler);
      await answered(20, REFUSED);
      rmSync(filler);
      await acknowledged(100);
    }
  },
};

/** Runs a program with a small volume at `folder`, as root or in a user namespace. */
function onSmallVolume(folder: string): string[] {
  const script = 'mkdir -p "$0" && mount -t tmpfs -o "size=$1" tmpfs "$0" && shift && exec "$@"';
  const namespaces = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];
  return ['unshare', ...namespaces, 'sh', '-c', script, folder, VOLUME];
}

function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (const bytes of [Buffer.alloc(65_536), Buffer.alloc(512)]) {
      while (writesAll(descriptor, bytes));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** False when the volume has no room for all of it. */
function writesAll(descriptor: number, bytes: Buffer): boolean {
  try {
    return writeSync(descriptor, bytes) === bytes.length;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}

const PAGE = 4_096;

export const damagedSpool: Kind = {
  name: 'damaged-spool',
  title: 'Spool: a page of zeros and a flipped bit in records that the database does not have yet',
  allows: BROKEN,
  async inflict({ system, acknowledged }) {
    await acknowledged(50);
    const processes = system.database.processes();
    signalAll(processes, 'SIGSTOP');
    await acknowledged(200);
    await system.predict.process.kill();
    system.ledger.excuse(damage(largestSegment(system.spool)));
    signalAll(processes, 'SIGCONT');
    await system.restartPredict();
    await requireReport(system);
  },
};

/** Damages a segment, and returns the ids of the records that it destroys. */
function damage(file: string): string[] {
  const bytes = readFileSync(file);
  const records = [...bytes.toString('latin1').matchAll(/"id":"([0-9a-f-]{36})"/g)];
  const end = records.at(-1)?.index ?? 0;
  const page = [PAGE * Math.floor(end / 3 / PAGE), PAGE * (Math.floor(end / 3 / PAGE) + 1)] as const;
  const bit = Math.floor((end * 2) / 3);
  bytes.fill(0, ...page);
  bytes[bit] = (bytes[bit] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  return records.flatMap(({ 1: id = '', index }, place) => {
    // From the beginning of the frame to the same point in the next one.
    const [from, to] = [index - FRAME_START, records[place + 1]?.index ?? bytes.length];
    const isHit = (from < page[1] && to > page[0]) || (from <= bit && to > bit);
    return isHit ? [id] : [];
  });
}

/** Bytes from the beginning of a frame to its id: length and checksum, and the opening brace. */
const FRAME_START = 9;

function largestSegment(spool: string): string {
  const files = readdirSync(spool, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.segment'))
    .map((name) => join(spool, name));
  const [largest] = files.sort((one, other) => recordsIn(other) - recordsIn(one));
  if (largest === undefined) throw new Error('the spool has no segment to damage');
  return largest;
}

function recordsIn(file: string): number {
  return readFileSync(file, 'latin1').split('"id":').length;
}

/** @throws Error when predict does not count the damage, or keeps no copy of the file */
async function requireReport(system: System): Promise<void> {
  const figures = await scrape(system.predict.process.url);
  const counted = figures.get('prediction_log_errors_total{reason="corrupt_record"}') ?? 0;
  if (!(counted > 0)) throw new Error('predict does not count the damaged records');
}
