import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { withPatientClient } from './connect.js';

const nothing = () => Promise.resolve();

async function closedPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

test('a server that never comes up is waited for, announced once, and then named without the password', async () => {
  const port = await closedPort();
  const said: string[] = [];
  const url = `postgres://plumb:hidden@127.0.0.1:${port}/line`;
  const options = { patienceMs: 3_000, onProgress: (text: string) => said.push(text) };
  await expect(withPatientClient(() => ({ connectionString: url }), options, nothing)).rejects.toThrow(
    `Cannot open the PostgreSQL database "line" at 127.0.0.1:${port} as "plumb": connect ECONNREFUSED 127.0.0.1:${port}`,
  );
  expect(said).toEqual([
    `Waiting for PostgreSQL at 127.0.0.1:${port} (connect ECONNREFUSED 127.0.0.1:${port})`,
  ]);
});

test('a URL that cannot be read is refused in one sentence', async () => {
  const options = { patienceMs: 0, onProgress: () => undefined };
  const connecting = withPatientClient(() => ({ connectionString: 'postgres://[nowhere' }), options, nothing);
  await expect(connecting).rejects.toThrow('The PostgreSQL URL cannot be read: Invalid URL');
});
