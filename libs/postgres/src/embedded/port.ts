import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/**
 * The port that the server of this data folder last had, which the server itself noted in `postmaster.opts`, when
 * it is free, so that pools find a restarted server again; else any free one.
 */
export async function choosePort(dataFolder: string): Promise<number> {
  return (await freePort(lastPort(dataFolder))) ?? (await freePort(0)) ?? 0;
}

function lastPort(dataFolder: string): number {
  const file = join(dataFolder, 'postmaster.opts');
  if (!existsSync(file)) return 0;
  return Number(/"port=(\d+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
}

function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
