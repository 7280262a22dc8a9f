import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const storedSchema = z.object({ fetchedAt: z.number(), document: z.unknown() });

/** A key set as it was fetched, and when, in ms since the epoch. */
export type StoredJwkSet = z.output<typeof storedSchema>;

/** The last good key set in a file, so that a restart while the auth service is down can still verify tokens. */
export class JwkSetFile {
  constructor(private readonly path: string) {}

  /** What was saved last; undefined when there is nothing that can be read. */
  async load(): Promise<StoredJwkSet | undefined> {
    try {
      return storedSchema.parse(JSON.parse(await readFile(this.path, 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** Replaces the file in one step. */
  async save(stored: StoredJwkSet): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const temporary = `${this.path}.${process.pid}.tmp`;
    await writeFile(temporary, JSON.stringify(stored), { mode: 0o600 });
    await rename(temporary, this.path);
  }
}
