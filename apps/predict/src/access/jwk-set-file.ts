import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const storedSchema = z.object({ fetchedAt: z.number(), document: z.unknown() });

/** A fetched key set, and the time of the fetch in ms since the epoch. */
export type StoredJwkSet = z.output<typeof storedSchema>;

/** Keeps the last good key set in a file: predict can verify tokens after a restart while auth is down. */
export class JwkSetFile {
  constructor(private readonly path: string) {}

  /** Undefined when the file is missing or damaged. */
  async load(): Promise<StoredJwkSet | undefined> {
    try {
      return storedSchema.parse(JSON.parse(await readFile(this.path, 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** Replaces the file atomically. */
  async save(stored: StoredJwkSet): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const temporary = `${this.path}.${process.pid}.tmp`;
    await writeFile(temporary, JSON.stringify(stored), { mode: 0o600 });
    await rename(temporary, this.path);
  }
}
