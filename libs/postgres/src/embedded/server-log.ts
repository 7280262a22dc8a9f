import { openSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const keptLogs = 5;
const limitBytes = 16 * 1024 * 1024;

/** A file that a starting server writes its log to. */
export interface ServerLog {
  /** The open file, for appending; the caller closes it. */
  readonly file: number;
  /** Reads and removes the log of a server that did not start. */
  take(): string;
}

/** Opens the log of a new server, `log/postgresql-<ms since 1970>-<pid>.log`, and removes all but the last five. */
export function openServerLog(clusterFolder: string): ServerLog {
  const folder = logFolder(clusterFolder);
  const path = join(folder, `postgresql-${Date.now()}-${process.pid}.log`);
  const file = openSync(path, 'a', 0o600);
  for (const old of readdirSync(folder).sort().slice(0, -keptLogs))
    rmSync(join(folder, old), { force: true });
  return {
    file,
    take() {
      const text = readFileSync(path, 'utf8').trim();
      rmSync(path);
      return text;
    },
  };
}

/**
 * Empties every log larger than 16 MiB; the server appends, so it continues at the beginning. Never throws: a removed
 * folder must not end a service.
 */
export function limitServerLogs(clusterFolder: string): void {
  const folder = logFolder(clusterFolder);
  try {
    for (const path of readdirSync(folder).map((name) => join(folder, name))) {
      if (statSync(path).size > limitBytes) truncateSync(path);
    }
  } catch {
    return;
  }
}

function logFolder(clusterFolder: string): string {
  return join(clusterFolder, 'log');
}
