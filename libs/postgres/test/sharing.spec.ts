import { existsSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readPostmasterFile } from '../src/embedded/postmaster-file.js';
import { until } from '../../../test/until.js';
import { scratchFolder } from './scratch-folder.js';
import { buildLibrary, UserProcess } from './user-process.js';

let folder: string;
const data = () => join(folder, 'postgres', 'cluster', 'data');
const server = () => readPostmasterFile(data());
const startTwo = () => Promise.all([UserProcess.start(folder), UserProcess.start(folder)]);
/** Ends what a failed test has left. */
const endAll = async () => {
  await UserProcess.killAll();
  const left = server();
  if (left?.alive) process.kill(left.pid, 'SIGKILL');
};
const removeFolder = () => rmSync(folder, { recursive: true, maxRetries: 10 });

beforeAll(buildLibrary);

/** Whether the server could be made to listen on the port. */
function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
}

describe('Processes that find their data folder empty', () => {
  beforeEach(() => {
    folder = scratchFolder();
  });
  afterEach(() => endAll().then(removeFolder));

  test('share one server', async () => {
    const [one, two] = await startTwo();
    expect(one.url).toBe(two.url);
    await one.query('INSERT INTO ledger.entry VALUES (1)');
    expect(await two.query('SELECT id FROM ledger.entry')).toEqual([{ id: 1 }]);
    await Promise.all([one.close(), two.close()]);
  });

  test('are not blocked by one that was killed while it set the server up', async () => {
    for (const stage of ['postgres', 'postgres/cluster', 'postgres/cluster/data/postmaster.pid']) {
      const starting = UserProcess.launch(folder);
      await until(() => existsSync(join(folder, stage)), `${stage} exists`);
      await starting.kill();
    }
    const next = await UserProcess.start(folder);
    expect(await next.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.close();
  });

  test('open their database although its server is killed meanwhile', async () => {
    for (let round = 0; round < 3; round += 1) {
      const starting = UserProcess.launch(folder);
      await until(() => server()?.ready === true, 'the server is up');
      process.kill(server()?.pid ?? 0, 'SIGKILL');
      const opened = await starting.opened();
      await opened.close();
    }
  });
});

describe('Processes that use one data folder', () => {
  beforeAll(() => {
    folder = scratchFolder();
  });
  afterEach(endAll);
  afterAll(removeFolder);

  test('keep the server until the last of them leaves', async () => {
    const [one, two] = await startTwo();
    const pid = server()?.pid;
    expect(await one.close()).toBe(0);
    expect(await two.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(server()).toMatchObject({ pid, alive: true });
    expect(await two.close()).toBe(0);
    expect(server()).toBeUndefined();
  });

  test('leave no server behind when they stop at the same time', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [one, two] = await startTwo();
      expect(await Promise.all([one.close(), two.close()])).toEqual([0, 0]);
      expect(server()).toBeUndefined();
    }
  });

  test('can start while another stops the server', async () => {
    let leaving = await UserProcess.start(folder);
    for (let round = 0; round < 3; round += 1) {
      const [coming, code] = await Promise.all([UserProcess.start(folder), leaving.close()]);
      expect(code).toBe(0);
      expect(await coming.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      leaving = coming;
    }
    await leaving.close();
  });

  test('find the server that a process killed with -9 left running', async () => {
    const killed = await UserProcess.start(folder);
    await killed.query('INSERT INTO ledger.entry VALUES (1)');
    const pid = server()?.pid;
    await killed.kill();
    const next = await UserProcess.start(folder);
    expect(server()).toMatchObject({ pid, alive: true });
    expect(await next.query('SELECT id FROM ledger.entry')).toEqual([{ id: 1 }]);
    await next.close();
    expect(server()).toBeUndefined();
  });

  test('start a killed server again and go on, on whichever port it has', async () => {
    const [one, two] = await startTwo();
    for (const user of [one, two]) await user.query('SELECT 1 AS one');
    const before = server();
    process.kill(before?.pid ?? 0, 'SIGKILL');
    await until(() => server()?.pid !== before?.pid && server()?.ready === true, 'a new server is ready');
    for (const user of [one, two]) await until(() => user.query('SELECT 1 AS one'), 'it is used again');
    await Promise.all([one.close(), two.close()]);
    expect(server()).toBeUndefined();
  });

  test('go on when the port of their killed server was taken', async () => {
    const [one, two] = await startTwo();
    const before = server();
    for (const user of [one, two]) user.pause();
    process.kill(before?.pid ?? 0, 'SIGKILL');
    const thief = createServer();
    await until(() => listens(thief, before?.port ?? 0), 'the port is taken');
    for (const user of [one, two]) user.resume();
    await until(() => server()?.pid !== before?.pid && server()?.ready === true, 'a new server is ready');
    expect(server()?.port).not.toBe(before?.port);
    for (const user of [one, two]) await until(() => user.query('SELECT 1 AS one'), 'it is used again');
    await Promise.all([one.close(), two.close()]);
    thief.close();
  });
});
