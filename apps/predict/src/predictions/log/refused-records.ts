import { open } from 'node:fs/promises';

/** Appends records that the database will never take to a file of JSON lines, for a person to look at. */
export class RefusedRecords {
  constructor(readonly path: string) {}

  /** Resolves when the record and the reason are on the disk. */
  async keep(payload: Buffer, reason: string): Promise<void> {
    const file = await open(this.path, 'a', 0o600);
    try {
      await file.appendFile(`${JSON.stringify({ reason, record: payload.toString() })}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }
}
