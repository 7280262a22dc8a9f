import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { publishedPorts, requireFreePorts } from './free-ports.js';

test('ports that something else listens on are named', async () => {
  const servers = [createServer(), createServer()].map((server) => server.listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const [first, second] = servers.map((server) => (server.address() as AddressInfo).port);
  await expect(requireFreePorts([first!, second!])).rejects.toThrow(
    `in use: ${first}, ${second}. Stop what listens there, such as npm start or another compose project`,
  );
  servers[1]!.close();
  await once(servers[1]!, 'close');
  await expect(requireFreePorts([first!, second!])).rejects.toThrow(`in use: ${first}. `);
  servers[0]!.close();
  await once(servers[0]!, 'close');
  await expect(requireFreePorts([first!, second!])).resolves.toBeUndefined();
});

test('the ports are those of the compose files', () => {
  expect(publishedPorts().sort()).toEqual([3000, 8001, 8002, 9090, 9091, 9093]);
});
