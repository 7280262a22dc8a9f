import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readPostmasterFile } from '../src/embedded/postmaster-file.js';
import { EmbeddedServer } from '../src/embedded/server.js';
import { until } from '../../../test/until.js';
import { scratchFolder } from './scratch-folder.js';
import type { ServerUnderTest } from './contract-context.js';

/** Runs the embedded server on a fresh folder, with the settings that the services get. */
export async function startEmbeddedPostgres(): Promise<ServerUnderTest> {
  const folder = scratchFolder();
  const server = await EmbeddedServer.acquire({ folder });
  await server.createDatabase('contract');
  const { user, password, database } = server.connection('contract');
  const postmaster = () => readPostmasterFile(join(server.folder, 'data'));
  let killed: number | undefined;
  return {
    url: `postgres://${user}:${encodeURIComponent(String(password))}@127.0.0.1:${server.port}/${database}`,
    async crash() {
      killed = postmaster()?.pid;
      if (killed !== undefined) process.kill(killed, 'SIGKILL');
      await until(() => postmaster()?.pid !== killed || !postmaster()?.alive, 'the killed server is gone');
    },
    async recover() {
      await until(() => {
        const file = postmaster();
        return file !== undefined && file.pid !== killed && file.ready;
      }, 'the server has been started again');
    },
    async stop() {
      await server.release();
      rmSync(folder, { recursive: true });
    },
  };
}
