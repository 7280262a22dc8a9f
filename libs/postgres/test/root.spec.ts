import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readPostmasterFile } from '../src/embedded/postmaster-file.js';
import { EmbeddedServer } from '../src/embedded/server.js';
import { serverUser } from '../src/embedded/server-user.js';
import { scratchFolder } from './scratch-folder.js';
import { buildLibrary, UserProcess } from './user-process.js';

const isRoot = process.getuid?.() === 0;

test('The server runs as a user other than root', () => {
  expect(serverUser('/no/such/folder')).toEqual(isRoot ? { uid: 65_534, gid: 65_534 } : undefined);
});

// Only root, as in a container, can be asked to change users or to make namespaces.
if (isRoot) {
  describe('Started by root', () => {
    let folder: string;
    beforeAll(buildLibrary);
    beforeEach(() => {
      folder = scratchFolder();
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    test('the server and its files belong to the unprivileged user', async () => {
      const server = await EmbeddedServer.acquire({ folder });
      const pid = readPostmasterFile(join(server.folder, 'data'))?.pid;
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(
        /^Uid:\t65534\t65534\t65534\t65534\nGid:\t65534/m,
      );
      expect(statSync(server.folder)).toMatchObject({ uid: 65_534, gid: 65_534 });
      expect(statSync(server.folder).mode & 0o777).toBe(0o700);
      await server.release();
    });

    test('a restored cluster that root owns is handed to the unprivileged user', async () => {
      await (await EmbeddedServer.acquire({ folder })).release();
      spawnSync('chown', ['-R', '0:0', join(folder, 'cluster')]);
      await (await EmbeddedServer.acquire({ folder })).release();
    });

    test.each([
      ['a home', '/root', /^\/var\/lib\/plumbline\/[\w-]{36}\/cluster$/],
      ['a temporary folder', realpathSync(tmpdir()), /plumbline-[\w-]{36}\/cluster$/],
    ])(
      '%s closed to that user keeps its database elsewhere, and finds it again',
      async (_, parent, elsewhere) => {
        const closed = mkdtempSync(join(parent, 'plumbline-spec-'));
        const said: string[] = [];
        const first = await EmbeddedServer.acquire({ folder: closed, onProgress: (text) => said.push(text) });
        const kept = first.folder;
        await first.release();
        expect(kept).toMatch(elsewhere);
        expect(said[0]).toBe(
          `The unprivileged user that runs PostgreSQL cannot enter ${closed}; the database files are in ${join(kept, '..')}`,
        );
        const second = await EmbeddedServer.acquire({ folder: closed });
        expect(second.folder).toBe(kept);
        await second.release();
        for (const path of [join(kept, '..'), closed]) rmSync(path, { recursive: true });
      },
    );

    test('a second container on the same files is refused rather than let in beside the first', async () => {
      const first = await UserProcess.start(folder);
      const container = ['unshare', '--pid', '--net', '--ipc', '--fork', '--kill-child', '--mount-proc'];
      await expect(UserProcess.start(folder, container)).rejects.toThrow(
        /a server in another container has these files open; .* set DATABASE_URL/,
      );
      expect(await first.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await first.close();
    });
  });
}
