import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { choosePort } from './settings.js';

/** Below the ports that systems give to clients and to servers that ask for any. */
const FIXED_PORTS = { first: 20_000, count: 5_000 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-port-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function listening(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function freeFixedPort(): Promise<number> {
  for (;;) {
    const port = FIXED_PORTS.first + Math.floor(Math.random() * FIXED_PORTS.count);
    const server = await listening(port).catch(() => undefined);
    if (server === undefined) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

const lastPort = (port: number) =>
  writeFileSync(join(folder, 'postmaster.opts'), `postgres "-c" "port=${port}" "-c" "timezone=UTC"\n`);

describe('The port of a server', () => {
  test('is its last one if that is free', async () => {
    const port = await freeFixedPort();
    lastPort(port);
    expect(await choosePort(folder)).toBe(port);
  });

  test('is another one if the last is taken', async () => {
    const thief = await listening(0);
    const { port } = thief.address() as AddressInfo;
    lastPort(port);
    const chosen = await choosePort(folder);
    expect(chosen).toBeGreaterThan(0);
    expect(chosen).not.toBe(port);
    thief.close();
  });

  test('is any free one the first time', async () => {
    expect(await choosePort(folder)).toBeGreaterThan(0);
  });
});
