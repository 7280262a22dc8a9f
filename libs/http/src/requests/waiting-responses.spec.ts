import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Request, Response } from 'express';
import { expect, test } from '@jest/globals';
import { closeWithConnection } from './waiting-responses.js';

test('a connection on which more than 32 responses wait is closed, and the rest of its requests is not read', async () => {
  const begun: ServerResponse[] = [];
  const server = createServer((request, response) => {
    closeWithConnection(request as Request, response as Response, () => begun.push(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1_000));
  await once(client, 'close');
  expect(begun).toHaveLength(33);
  server.close();
});
