import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '@plumbline/errors';
import { isRowError, type PredictionRepository } from '../prediction.repository.js';
import { readSegment, Scratch, scanSegment } from '../segment.js';
import { keptFiles } from '../spool-folders.js';

type Print = (line: string) => void;

/** A record that PostgreSQL rejected, as `appendRefused` writes it. */
interface Refused {
  readonly reason: string;
  readonly record: string;
}

const BATCH_BYTES = 2 ** 17;

/** Prints what each file that keeps records contains. */
export async function inspectKept(folder: string, print: Print): Promise<void> {
  const { damaged, refused } = await keptFiles(folder);
  if (damaged.length + refused.length === 0) print(`${folder} keeps no records`);
  for (const name of damaged) {
    const path = join(folder, name);
    const { records, damagedBytes } = await scanSegment(path);
    print(`${path}: ${records} records, ${damagedBytes} damaged bytes of ${(await stat(path)).size}`);
  }
  for (const name of refused) {
    const lines = await refusedIn(join(folder, name));
    print(`${join(folder, name)}: ${lines.length} records`);
    for (const reason of new Set(lines.map((line) => line.reason))) print(`  ${reason}`);
  }
}

/**
 * Stores every readable record of the kept files; those that are stored already are left as they are. With `remove`, deletes
 * the files whose readable records are all stored.
 */
export async function replayKept(
  folder: string,
  repository: Pick<PredictionRepository, 'insert'>,
  print: Print,
  remove: boolean,
): Promise<void> {
  const { damaged, refused } = await keptFiles(folder);
  for (const name of [...damaged, ...refused]) {
    const path = join(folder, name);
    const isSegment = damaged.includes(name);
    const tally = isSegment ? await replaySegment(path, repository) : await replayRefused(path, repository);
    print(`${path}: ${tally.stored} records are stored, ${tally.rejected} rejected`);
    if (remove && tally.rejected === 0) await rm(path);
  }
}

interface Tally {
  stored: number;
  rejected: number;
}

async function replaySegment(path: string, repository: Pick<PredictionRepository, 'insert'>): Promise<Tally> {
  const tally = { stored: 0, rejected: 0 };
  const segment = await scanSegment(path);
  const scratch = new Scratch();
  for (let offset = 0; offset < segment.bytes;) {
    const { payloads, bytes } = await readSegment(segment, { offset, wantedBytes: BATCH_BYTES, scratch });
    await store(payloads, repository, tally);
    offset += bytes;
  }
  return tally;
}

async function replayRefused(path: string, repository: Pick<PredictionRepository, 'insert'>): Promise<Tally> {
  const tally = { stored: 0, rejected: 0 };
  for (const { record } of await refusedIn(path)) await store([Buffer.from(record)], repository, tally);
  return tally;
}

/** Stores the records together or, when one of them is rejected, one by one. */
async function store(
  payloads: readonly Buffer[],
  repository: Pick<PredictionRepository, 'insert'>,
  tally: Tally,
): Promise<void> {
  try {
    await repository.insert(payloads);
    tally.stored += payloads.length;
  } catch (error) {
    if (!isRowError(error)) throw new Error(`the database does not accept records: ${reasonOf(error)}`);
    if (payloads.length === 1) tally.rejected += 1;
    else for (const payload of payloads) await store([payload], repository, tally);
  }
}

/** A line that a crash cut short is left out. */
async function refusedIn(path: string): Promise<Refused[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as Refused];
    } catch {
      return [];
    }
  });
}
