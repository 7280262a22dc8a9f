import { chmodSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder in the temporary folder that every user may enter, so that an unprivileged server can run in it. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'plumbline-spec-'));
  chmodSync(folder, 0o755);
  return folder;
}
